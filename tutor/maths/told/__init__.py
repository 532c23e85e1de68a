"""What the text says its letters mean, each meaning with its place, and which of them is meant here."""
