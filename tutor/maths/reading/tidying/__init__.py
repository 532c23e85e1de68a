"""Between cutting and parsing: what only an overview of all tokens can settle."""
