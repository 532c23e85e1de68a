"""Formulas as people type them among words, read into the LaTeX they mean."""
