"""What a learner typed for an answer, judged: a room of its own for each kind of answer."""
