"""The forms of the alliance."""
