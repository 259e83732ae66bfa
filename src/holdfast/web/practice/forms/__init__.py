"""Forms of the practice: text in, values out, and what is wrong in the user's words."""
