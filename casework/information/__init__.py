"""The portal's information, found by words while answering; and the answers that are missing."""
