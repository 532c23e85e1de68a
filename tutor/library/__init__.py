"""The learner's books: read, cut into passages, kept, and found again."""
