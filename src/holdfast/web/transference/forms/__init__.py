"""Forms of what a therapist keeps for themselves."""
