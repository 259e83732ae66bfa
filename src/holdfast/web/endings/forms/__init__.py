"""Forms of endings."""
