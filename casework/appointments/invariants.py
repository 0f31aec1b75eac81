"""What must hold of appointments."""

from portal.verification import hold

hold(
    "appointments",
    "An appointment has a place of an opening of its office, and no more than there are.",
    of="casework_appointment",
    broken="""
        SELECT appointment.id AS appointment FROM casework_appointment appointment
        LEFT JOIN casework_opening opening ON opening.id = appointment.opening_id
        WHERE opening.id IS NULL OR opening.office_id <> appointment.office_id
            OR appointment.place NOT BETWEEN 1 AND opening.places
        ORDER BY 1
    """,
)
