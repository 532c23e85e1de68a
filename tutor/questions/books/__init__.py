"""Questions from the learner's own sources: every key is a span of a page, letter for letter."""
