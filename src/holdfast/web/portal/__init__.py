"""The client's side: what anybody may look up, and what a client does themselves."""
