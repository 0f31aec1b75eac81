"""What must hold of accounts: what is declared is owed, what is paid is entered, to the cent."""

from portal.verification import hold

hold(
    "owed",
    "What an original declaration of wages owes is the sum of what is in it.",
    of="declarations_statemententry WHERE kind = 'owed'",
    broken="""
        WITH declared AS (
            SELECT record.declaration_id AS declaration, contribution.cents
            FROM declarations_contribution contribution
            JOIN declarations_workerrecord record
                ON record.id = contribution.record_id AND record.quarter = contribution.quarter
            UNION ALL
            SELECT record.declaration_id, -deduction.cents
            FROM declarations_deduction deduction
            JOIN declarations_workerrecord record
                ON record.id = deduction.record_id AND record.quarter = deduction.quarter
            UNION ALL
            SELECT declaration_id, cents FROM declarations_employerentry
            WHERE kind <> 'V' AND NOT deleted
        ), sums AS (SELECT declaration, sum(cents) AS cents FROM declared GROUP BY declaration)
        SELECT entry.id AS entry, entry.declaration_id AS declaration
        FROM declarations_statemententry entry
        LEFT JOIN sums ON sums.declaration = entry.declaration_id
        WHERE entry.kind = 'owed' AND entry.cents <> coalesce(sums.cents, 0)
        ORDER BY 1
    """,
)
hold(
    "accounts",
    "An accepted declaration of wages stands in its account, or its delivery is open.",
    of="declarations_form",
    broken="""
        SELECT form.declaration_id AS declaration FROM declarations_form form
        JOIN declarations_verdict verdict USING (declaration_id)
        JOIN declarations_filing filing ON filing.id = form.filing_id
        LEFT JOIN declarations_statemententry entry USING (declaration_id)
        WHERE verdict.result <> 'B' AND filing.environment = 'R' AND entry.id IS NULL
            AND NOT EXISTS (
                SELECT FROM portal_event event
                LEFT JOIN portal_delivery delivery ON delivery.event_id = event.id
                WHERE event.topic = 'wages.declared' AND event.subject = form.declaration_id
                    AND (event.fanned_out_at IS NULL OR delivery.status <> 'done')
            )
        ORDER BY 1
    """,
)
hold(
    "paid",
    "A payment is entered for what it is, and once.",
    of="declarations_payment",
    broken="""
        SELECT payment.id AS payment, min(entry.id) AS entry FROM declarations_payment payment
        JOIN declarations_statemententry entry ON entry.payment_id = payment.id
        GROUP BY payment.id HAVING sum(entry.cents) <> -payment.cents OR count(*) > 1
        ORDER BY 1
    """,
)
