"""What the learner did, and when it is time to meet it again."""
