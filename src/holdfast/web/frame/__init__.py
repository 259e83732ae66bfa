"""The frame: agreements that both sides sign, and what really happens held against them."""
