"""Characters to tokens: macros expanded, names and numbers kept whole, layout dropped knowingly."""
