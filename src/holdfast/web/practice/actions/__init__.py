"""Acts that change several tables, each with its audit entry, in one transaction."""
