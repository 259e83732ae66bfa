"""Pages of the practice."""
