"""How people ask, and who answers: one file for each subject."""
