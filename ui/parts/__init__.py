"""What the pages are made of: untrusted text, explanations with their margin, questions, pages of books."""
