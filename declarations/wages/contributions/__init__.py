"""Contributions of a quarter, calculated from dated figures over arrays; every step explained."""
