"""What managers see of the whole: figures by week, counted from the same rows as the work."""
