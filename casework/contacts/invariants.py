"""What must hold of contacts."""

from portal.verification import hold

hold(
    "contacts",
    "A contact is answered, and by its office, or it waits for that office.",
    of="casework_contact",
    broken="""
        SELECT contact.id AS contact FROM casework_contact contact
        LEFT JOIN casework_contactanswer answer ON answer.contact_id = contact.id
        LEFT JOIN portal_capacity given ON given.id = answer.given_by_id
        WHERE (contact.status = 'answered') <> (answer.id IS NOT NULL)
            OR given.institution_id <> contact.office_id
        ORDER BY 1
    """,
)
