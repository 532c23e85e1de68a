"""Wrong rules and wrong moves that people make, each by its name, as rewrites of what was right."""
