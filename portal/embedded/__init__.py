"""The first run: set up a clone, start a database and a broker, run the portal. No Django."""
