"""The verbs of the command line, a file for each group; every file lists its own in COMMANDS."""
