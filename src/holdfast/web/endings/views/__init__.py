"""Pages of endings."""
