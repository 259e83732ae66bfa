"""Holdfast keeps the therapeutic relationship in good order."""
