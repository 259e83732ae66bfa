"""Acts of signing in and of who may do what, each in one transaction with its audit entry."""
