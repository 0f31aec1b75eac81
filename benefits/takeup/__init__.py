"""Who probably has a right that cannot be granted without asking, and does not have it."""
