"""What must hold of the ledger: each cent has a reason, and what a run wrote refers to rows."""

from portal.verification import hold

hold(
    "ledger",
    "What a posting was drawn from is there: its person, and decision, payment and run if named.",
    of="benefits_posting",
    broken="""
        SELECT posting.id AS posting FROM benefits_posting posting
        LEFT JOIN portal_person person ON person.id = posting.person_id
        LEFT JOIN benefits_decision decision ON decision.id = posting.decision_id
        LEFT JOIN benefits_payment payment ON payment.id = posting.payment_id
        LEFT JOIN benefits_run run ON run.id = posting.run_id
        WHERE person.id IS NULL
            OR (posting.decision_id IS NOT NULL AND decision.id IS NULL)
            OR (posting.payment_id IS NOT NULL AND payment.id IS NULL)
            OR (posting.run_id IS NOT NULL AND run.id IS NULL)
        ORDER BY 1
    """,
)
hold(
    "orders",
    "A payment is ordered in the ledger, once and for its amount, into an account of its person.",
    of="benefits_payment",
    broken="""
        SELECT payment.id AS payment FROM benefits_payment payment
        LEFT JOIN (
            SELECT payment_id, count(*) AS times, min(cents) AS cents, min(person_id) AS person_id
            FROM benefits_posting WHERE kind = 'ordered' GROUP BY 1
        ) AS posting ON posting.payment_id = payment.id
        LEFT JOIN benefits_payaccount account ON account.id = payment.account_id
        WHERE posting.times IS DISTINCT FROM 1
            OR posting.cents <> payment.cents
            OR posting.person_id <> payment.person_id
            OR account.person_id IS DISTINCT FROM payment.person_id
        ORDER BY 1
    """,
)
hold(
    "rejections",
    "What the bank sent back is owed again, and nothing else is.",
    of="benefits_payment",
    broken="""
        SELECT payment.id AS payment FROM benefits_payment payment
        WHERE EXISTS (
            SELECT FROM benefits_bankanswer answer
            WHERE answer.payment_id = payment.id AND answer.verdict = 'rejected'
        ) <> EXISTS (
            SELECT FROM benefits_posting posting
            WHERE posting.payment_id = payment.id AND posting.kind = 'rejected'
        )
        ORDER BY 1
    """,
)
hold(
    "sent",
    "A run that was sent has the payments and the cents of its order.",
    of="benefits_sent",
    broken="""
        SELECT sent.run_id AS run FROM benefits_sent sent
        LEFT JOIN benefits_payment payment ON payment.run_id = sent.run_id
        GROUP BY sent.run_id, sent.payments, sent.cents
        HAVING count(payment.id) <> sent.payments OR coalesce(sum(payment.cents), 0) <> sent.cents
        ORDER BY 1
    """,
)
hold(
    "due",
    "For no month of a right was less than nothing due.",
    of="benefits_posting",
    broken="""
        SELECT person_id AS person, scheme, month FROM benefits_posting
        WHERE kind IN ('due', 'reduced') GROUP BY 1, 2, 3
        HAVING sum(CASE kind WHEN 'due' THEN cents ELSE -cents END) < 0
        ORDER BY 1, 2, 3
    """,
)
hold(
    "open-balances",
    "What stands open is what the ledger says.",
    of="benefits_posting",
    broken="""
        WITH ledger AS (
            SELECT person_id, scheme,
                sum(CASE 'owed' WHEN credit THEN cents WHEN debit THEN -cents ELSE 0 END) AS owed,
                sum(CASE 'debt' WHEN debit THEN cents WHEN credit THEN -cents ELSE 0 END) AS debt
            FROM benefits_posting GROUP BY 1, 2
        )
        SELECT person_id AS person, scheme
        FROM ledger FULL JOIN benefits_openbalance AS kept USING (person_id, scheme)
        WHERE coalesce(ledger.owed, 0) <> coalesce(kept.owed, 0)
            OR coalesce(ledger.debt, 0) <> coalesce(kept.debt, 0)
        ORDER BY 1, 2
    """,
)
