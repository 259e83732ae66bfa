"""Acts of the alliance, each in one transaction with its audit entry."""
