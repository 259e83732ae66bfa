"""The forms on which a boundary is thought through."""
