"""What must hold of decisions that a second person approved."""

from portal.verification import hold

hold(
    "approvals",
    "What was proposed is reviewed by somebody else, and decided in the name of who proposed it.",
    of="casework_proposal",
    broken="""
        SELECT proposal.id AS proposal FROM casework_proposal proposal
        LEFT JOIN casework_review review ON review.proposal_id = proposal.id
        LEFT JOIN benefits_decision decision ON decision.id = review.decision_id
        WHERE review.reviewed_by_id = proposal.proposed_by_id
            OR decision.decided_by_id <> proposal.proposed_by_id
        ORDER BY 1
    """,
)
