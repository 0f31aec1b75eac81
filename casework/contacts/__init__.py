"""One history of what was asked and said, by telephone, e-mail, visit, letter or on the portal."""
