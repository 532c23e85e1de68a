"""The parts of the gate: quotes, cuts, paraphrases, computed claims, and a model's question. `tutor.voices.verify` puts them in
order."""
