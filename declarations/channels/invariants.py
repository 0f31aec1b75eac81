"""What must hold of declarations: none is lost, none is answered out of nothing."""

from declarations.channels.queries import PIECE
from portal.verification import hold

# Whatever follows from a message is the work of an event of that message.
OPEN = """
    SELECT FROM portal_event event
    LEFT JOIN portal_delivery delivery ON delivery.event_id = event.id
    WHERE event.message_id = declaration.message_id
        AND (event.fanned_out_at IS NULL OR delivery.status <> 'done')
"""
hold(
    "declared",
    "A declaration is of a message that is there.",
    of="declarations_declaration",
    broken="""
        SELECT declaration.id AS declaration FROM declarations_declaration declaration
        LEFT JOIN portal_message message ON message.id = declaration.message_id
        WHERE message.id IS NULL ORDER BY 1
    """,
)
hold(
    "verdicts",
    "A declaration has its verdict, or waits for its worker to be found, or a delivery is open.",
    of="declarations_declaration",
    broken=f"""
        SELECT declaration.id AS declaration, declaration.message_id AS message
        FROM declarations_declaration declaration
        LEFT JOIN declarations_verdict verdict ON verdict.declaration_id = declaration.id
        WHERE verdict.declaration_id IS NULL AND NOT EXISTS ({OPEN}) AND NOT EXISTS (
            SELECT FROM declarations_identitysearch WHERE declaration_id = declaration.id
        )
        ORDER BY 1
    """,  # noqa: S608 - texts of ours
)
hold(
    "told",
    "Of each piece of a message of hiring and leaving an event was written.",
    of="declarations_declaration",
    broken=f"""
        SELECT declaration.id AS declaration, declaration.message_id AS message
        FROM declarations_declaration declaration
        WHERE flow = 'dimona' AND position % {PIECE} = 1 AND NOT EXISTS (
            SELECT FROM portal_event
            WHERE topic = 'declarations.received' AND subject = declaration.id
        )
        ORDER BY 1
    """,  # noqa: S608 - texts of ours
)
hold(
    "positions",
    "The declarations of a message are numbered from 1, without gaps.",
    of="declarations_declaration",
    broken="""
        SELECT message_id AS message, count(*) AS declarations FROM declarations_declaration
        GROUP BY message_id HAVING min(position) <> 1 OR max(position) <> count(*) ORDER BY 1
    """,
)
hold(
    "receipts",
    "A receipt on paper is the one that was given: its fingerprint is that of its bytes.",
    of="declarations_receiptfile",
    broken="""
        SELECT id AS receipt FROM declarations_receiptfile
        WHERE sha256 <> encode(sha256(pdf), 'hex') ORDER BY 1
    """,
)
