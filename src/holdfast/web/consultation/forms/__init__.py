"""What is filled in to ask, to answer and to supervise."""
