"""What clients do on their side, and what readers of concerns do."""
