"""People who want to be called, and whether they were reached."""
