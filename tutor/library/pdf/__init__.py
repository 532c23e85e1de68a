"""PDF in: text, outline, labels and page pictures, read in a process of its own."""
