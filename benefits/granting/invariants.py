"""What must hold of what the rules left to people."""

from portal.verification import hold

hold(
    "findings",
    "A finding about a decision is of its person and right, and so is the decision it led to.",
    of="benefits_finding",
    broken="""
        SELECT finding.id AS finding FROM benefits_finding finding
        LEFT JOIN benefits_decision about ON about.id = finding.decision_id
        LEFT JOIN benefits_findinganswer answer ON answer.finding_id = finding.id
        LEFT JOIN benefits_decision made ON made.id = answer.decision_id
        WHERE (about.person_id, about.scheme) IS DISTINCT FROM (finding.person_id, finding.scheme)
                AND finding.decision_id IS NOT NULL
            OR (made.person_id, made.scheme) IS DISTINCT FROM (finding.person_id, finding.scheme)
                AND answer.decision_id IS NOT NULL
        ORDER BY 1
    """,
)
hold(
    "runs",
    "A run for everybody that ended has worked all its pieces, which share no person.",
    of="benefits_grantpiece",
    broken="""
        SELECT piece.id AS piece, piece.run_id AS run FROM benefits_grantpiece piece
        JOIN benefits_grantrun run ON run.id = piece.run_id
        WHERE run.ended_at IS NOT NULL AND piece.done_at IS NULL
            OR EXISTS (
                SELECT FROM benefits_grantpiece other
                WHERE other.run_id = piece.run_id AND other.id <> piece.id
                    AND other.first <= piece.last AND piece.first <= other.last)
        ORDER BY 1
    """,
)
hold(
    "wishes",
    "No right is given by the rule alone to who asked before to be left alone or asked first.",
    of="benefits_wish",
    # What was begun when the word was given goes on to its end.
    broken="""
        SELECT decision.id AS decision, wish.id AS wish FROM benefits_decision decision
        JOIN LATERAL (
            SELECT id, wanted AND NOT ask_first AS granted FROM benefits_wish
            WHERE person_id = decision.person_id AND scheme IN ('', decision.scheme)
                AND told_at < decision.decided_at - interval '10 minutes'
            ORDER BY id DESC LIMIT 1
        ) AS wish ON NOT wish.granted
        WHERE decision.version = 1 AND decision.outcome = 'granted'
            AND decision.claim_id IS NULL AND decision.decided_by_id IS NULL
        ORDER BY 1
    """,
)
