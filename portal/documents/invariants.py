"""What must hold of letters."""

from portal.verification import hold

hold(
    "letter-files",
    "The PDF of a letter is the one that was made: its fingerprint is that of its bytes.",
    of="portal_letterfile",
    broken="""
        SELECT letter_id AS letter FROM portal_letterfile
        WHERE sha256 <> encode(sha256(pdf), 'hex') ORDER BY 1
    """,
)
hold(
    "letters",
    "A letter has its PDF, or its delivery is open.",
    of="portal_letter",
    broken="""
        SELECT letter.id AS letter FROM portal_letter letter
        WHERE NOT EXISTS (SELECT FROM portal_letterfile WHERE letter_id = letter.id)
            AND NOT EXISTS (
                SELECT FROM portal_event event
                LEFT JOIN portal_delivery delivery ON delivery.event_id = event.id
                WHERE event.topic = 'letter.written' AND event.subject = letter.id
                    AND (event.fanned_out_at IS NULL OR delivery.status <> 'done')
            )
        ORDER BY 1
    """,
)
