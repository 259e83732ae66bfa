"""The pages of the client's side."""
