"""Boundaries thought through, and the signed decisions that come of it."""
