"""Appointments with an office: by telephone, by video or at the desk; booked online."""
