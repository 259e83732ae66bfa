"""Enquiries, ties and who may be offered."""
