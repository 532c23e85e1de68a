"""Measures the house: `python -m eval` prints one table."""
