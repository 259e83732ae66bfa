"""Asking a colleague, and supervision."""
