"""Pages of staff on who does not take up a right, and of what came of letters."""
