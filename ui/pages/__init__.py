"""One page, one verb: ask, practise, review, keep books."""
