"""Tokens to a tree of meanings, by recursive descent, from the smallest things to whole lines."""
