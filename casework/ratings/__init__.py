"""One question after a contact or a decision: how did we do?"""
