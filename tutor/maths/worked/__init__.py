"""Numbers put into a formula: examples step by step, what grows, and a formula to play with."""
