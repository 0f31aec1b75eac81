"""Short surveys of staff: how is work? Counted, and nobody's."""
