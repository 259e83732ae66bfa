"""Pages of the frame, a module per idea."""
