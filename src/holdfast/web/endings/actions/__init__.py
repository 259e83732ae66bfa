"""Acts of endings, each with its audit entry, in one transaction."""
