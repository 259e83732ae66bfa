"""The forms of the client's side."""
