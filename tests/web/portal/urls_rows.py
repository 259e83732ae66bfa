"""Who gets what of the addresses of the client's side."""

ROWS = {}
