"""How a therapy ends, and what comes after it."""
