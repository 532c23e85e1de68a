"""The tests, and the small programs that keep the documents in step."""
