"""Quarterly wages and working time: read, judged, stored, answered and amended."""
