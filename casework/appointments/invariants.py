"""What must hold of appointments."""

from portal.verification import hold

hold(
    "appointments",
    "An appointment has a place of an opening of its office that holds on its day, and no more"
    " than there are.",
    of="casework_appointment",
    broken="""
        SELECT appointment.id AS appointment FROM casework_appointment appointment
        LEFT JOIN casework_opening opening ON opening.id = appointment.opening_id
        WHERE opening.id IS NULL OR opening.office_id <> appointment.office_id
            OR appointment.place NOT BETWEEN 1 AND opening.places
            OR appointment.status = 'booked'
                AND (appointment.starts AT TIME ZONE 'Europe/Brussels')::date
                NOT BETWEEN opening.since AND coalesce(opening.until, 'infinity')
        ORDER BY 1
    """,
)
