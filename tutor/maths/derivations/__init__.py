"""Where did I go wrong? A derivation pasted line by line, and the first line that does not follow."""
