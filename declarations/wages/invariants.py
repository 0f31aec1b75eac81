"""What must hold of messages of wages."""

from portal.verification import hold

hold(
    "pieces",
    "A message of wages that is finished was read to its last piece, and each form is answered.",
    of="declarations_load",
    broken="""
        SELECT load.id AS load, load.message_id AS message FROM declarations_load load
        WHERE finished_at IS NOT NULL AND (
            (
                SELECT count(*) FROM declarations_piece piece
                JOIN declarations_piecereading reading ON reading.piece_id = piece.id
                WHERE piece.load_id = load.id
            ) <> pieces
            OR EXISTS (
                SELECT FROM declarations_form form
                LEFT JOIN declarations_verdict verdict USING (declaration_id)
                WHERE form.load_id = load.id AND verdict.declaration_id IS NULL
            )
        )
        ORDER BY 1
    """,
)
hold(
    "loads",
    "A message of wages that is not finished has an open delivery.",
    of="declarations_load",
    broken="""
        SELECT load.id AS load, load.message_id AS message FROM declarations_load load
        WHERE finished_at IS NULL AND NOT EXISTS (
            SELECT FROM portal_event event
            LEFT JOIN portal_delivery delivery ON delivery.event_id = event.id
            WHERE event.message_id = load.message_id
                AND (event.fanned_out_at IS NULL OR delivery.status <> 'done')
        )
        ORDER BY 1
    """,
)
hold(
    "versions",
    "A version of a record of wages replaces one that stands, and no other does so too.",
    of="declarations_workerrecord",
    broken="""
        SELECT record.id AS record, record.replaces FROM declarations_workerrecord record
        LEFT JOIN declarations_workerrecord before
            ON before.id = record.replaces AND before.quarter = record.quarter
        WHERE record.replaces IS NOT NULL AND before.id IS NULL
        UNION ALL
        SELECT max(id), replaces FROM declarations_workerrecord
        WHERE replaces IS NOT NULL GROUP BY quarter, replaces HAVING count(*) > 1
        ORDER BY 1
    """,
)
