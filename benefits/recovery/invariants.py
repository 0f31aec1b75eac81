"""What must hold of debts: what is booked was decided or received, and reviewed by another."""

from portal.verification import hold

hold(
    "arrangements",
    "What was decided of a debt and waited is reviewed by somebody else.",
    of="benefits_arrangement",
    broken="""
        SELECT made.id AS arrangement FROM benefits_arrangement made
        JOIN benefits_arrangementreview review ON review.arrangement_id = made.id
        WHERE review.reviewed_by_id = made.decided_by_id OR NOT made.waits
        ORDER BY 1
    """,
)
hold(
    "grace",
    "No more of a debt is given up than was decided.",
    of="benefits_posting",
    broken="""
        SELECT given.person_id AS person, given.scheme FROM (
            SELECT person_id, scheme, sum(cents) AS cents FROM benefits_posting
            WHERE kind = 'forgiven' GROUP BY 1, 2
        ) given LEFT JOIN (
            SELECT made.person_id, made.scheme, sum(made.cents) AS cents
            FROM benefits_arrangement made
            LEFT JOIN benefits_arrangementreview review ON review.arrangement_id = made.id
            WHERE made.kind = 'grace' AND (NOT made.waits OR review.approved) GROUP BY 1, 2
        ) decided USING (person_id, scheme)
        WHERE given.cents > coalesce(decided.cents, 0)
        ORDER BY 1, 2
    """,
)
hold(
    "repayments",
    "What is booked as paid back is what the bank told of the person and right.",
    of="benefits_posting",
    broken="""
        SELECT coalesce(booked.person_id, told.person_id) AS person,
            coalesce(booked.scheme, told.scheme) AS scheme
        FROM (
            SELECT person_id, scheme, sum(cents) AS cents FROM benefits_posting
            WHERE kind IN ('repaid', 'surplus') GROUP BY 1, 2
        ) booked FULL JOIN (
            SELECT match.person_id, match.scheme, sum(repayment.cents) AS cents
            FROM benefits_repaymentmatch match
            JOIN benefits_repayment repayment ON repayment.id = match.repayment_id
            WHERE match.person_id IS NOT NULL GROUP BY 1, 2
        ) told USING (person_id, scheme)
        WHERE booked.cents IS DISTINCT FROM told.cents
        ORDER BY 1, 2
    """,
)
hold(
    "allocations",
    "What became of money that named no debt is what was said of it, and another reviewed it.",
    of="benefits_repaymentmatch",
    broken="""
        SELECT match.id AS match FROM benefits_repaymentmatch match
        JOIN benefits_allocation said ON said.id = match.allocation_id
        LEFT JOIN benefits_allocationreview review ON review.allocation_id = said.id
        WHERE said.repayment_id <> match.repayment_id
            OR said.person_id IS DISTINCT FROM match.person_id OR said.scheme <> match.scheme
            OR (said.waits AND review.approved IS NOT TRUE)
            OR review.reviewed_by_id = said.decided_by_id
        ORDER BY 1
    """,
)
