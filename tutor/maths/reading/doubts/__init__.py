"""What a tree leaves open: shapes that may be read otherwise, listed and never moved."""
