"""Who speaks, and the gate between any voice and the learner."""
