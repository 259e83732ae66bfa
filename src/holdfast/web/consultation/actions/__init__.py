"""Acts of asking, answering and supervising, each with its audit entry, in one transaction."""
