"""Is the reading true to the page? Read back, compared, and counted."""
