"""The pages on which a boundary is thought through."""
