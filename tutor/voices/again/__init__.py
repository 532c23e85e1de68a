"""A message that goes on with the numbers of the problem before: what changes in it, what else is asked of it, what was tried."""
