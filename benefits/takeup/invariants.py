"""What must hold of letters about rights that are not used."""

from portal.verification import hold

hold(
    "outreach",
    "A letter about a right that is not used is to whom was found, of a mailing for that right.",
    of="benefits_outreach",
    broken="""
        SELECT outreach.id AS outreach FROM benefits_outreach outreach
        JOIN benefits_unclaimed found ON found.id = outreach.unclaimed_id
        JOIN benefits_mailing mailing ON mailing.id = outreach.mailing_id
        JOIN portal_letter letter ON letter.id = outreach.letter_id
        WHERE letter.person_id <> found.person_id OR mailing.scheme <> found.scheme
            OR mailing.region NOT IN (0, found.region)
        ORDER BY 1
    """,
)
