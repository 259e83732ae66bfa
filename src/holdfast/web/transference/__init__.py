"""Process notes, reactions and relationship episodes: what only their author reads."""
