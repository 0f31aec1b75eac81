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
    "A letter that was told of has its PDF, or its delivery is open; those of a night wait for"
    " their first reader.",
    of="portal_letter",
    broken="""
        SELECT event.subject AS letter FROM portal_event event
        WHERE event.topic = 'letter.written' AND event.fanned_out_at IS NOT NULL
            AND NOT EXISTS (SELECT FROM portal_letterfile WHERE letter_id = event.subject)
            AND NOT EXISTS (
                SELECT FROM portal_delivery WHERE event_id = event.id AND status <> 'done'
            )
        ORDER BY 1
    """,
)
