"""Quiz sets on paper, on cards and in other programs: one file a format, all from the same questions."""
