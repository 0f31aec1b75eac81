"""What must hold of decisions."""

from portal.verification import hold

hold(
    "decisions",
    "A version of a decision replaces the one before it, of the same person and right.",
    of="benefits_decision",
    broken="""
        SELECT decision.id AS decision, before.id AS replaces FROM benefits_decision decision
        LEFT JOIN benefits_decision before ON before.id = decision.replaces_id
        WHERE decision.version <> coalesce(before.version, 0) + 1
            OR before.person_id <> decision.person_id OR before.scheme <> decision.scheme
        ORDER BY 1
    """,
)
hold(
    "covered",
    "A granted right covers the person to whom it was granted, and a refused one nobody.",
    of="benefits_decision",
    broken="""
        SELECT decision.id AS decision, decision.outcome FROM benefits_decision decision
        WHERE (decision.outcome = 'granted') <> EXISTS (
            SELECT FROM benefits_beneficiary covered
            WHERE covered.decision_id = decision.id AND covered.person_id = decision.person_id
        )
        ORDER BY 1
    """,
)
hold(
    "answers",
    "An application has a decision if it is decided, and else none.",
    of="benefits_claim",
    broken="""
        SELECT claim.id AS claim, claim.status FROM benefits_claim claim
        WHERE (claim.status = 'decided') <> EXISTS (
            SELECT FROM benefits_decision decision WHERE decision.claim_id = claim.id
        )
        ORDER BY 1
    """,
)
