"""Dated figures, periods, money and explained steps: plain Python and NumPy, no Django."""
