"""The pages of screening."""
