"""Mathematics: pure rooms that know no book, no learner and no disk."""
