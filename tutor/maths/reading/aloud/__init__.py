"""The tree in words a listener can follow, whole and part by part."""
