"""Well-known formulas by name: forms, and whether one is another with its letters renamed."""
