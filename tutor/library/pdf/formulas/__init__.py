"""Formulas of a printed page: glyphs and rules -> boxes -> a layout tree -> LaTeX, and whether it is certain."""
