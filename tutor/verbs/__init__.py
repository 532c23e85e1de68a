"""The verbs of the front door, by what they are about: `Tutor` is made of these."""
