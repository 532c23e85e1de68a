"""A formula as one plain sentence, and the sentence read back to see that it says the formula."""
