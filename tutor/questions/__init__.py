"""Questions whose keys are computed twice."""
