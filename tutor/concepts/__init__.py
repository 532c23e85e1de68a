"""The ideas behind the words: a graph of concepts, and the way from a learner's words to them."""
