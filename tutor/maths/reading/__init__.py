"""How books print mathematics: LaTeX to a tree that keeps its place, the tree read aloud, and the checks between the two."""
