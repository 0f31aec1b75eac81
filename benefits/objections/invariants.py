"""What must hold of objections."""

from portal.verification import hold

hold(
    "objections",
    "An objection is of whom the decision is about, and somebody else than who decided answers it.",
    of="benefits_objection",
    broken="""
        SELECT objection.id AS objection FROM benefits_objection objection
        JOIN benefits_decision decision ON decision.id = objection.decision_id
        LEFT JOIN benefits_objectionanswer answer ON answer.objection_id = objection.id
        WHERE decision.person_id <> objection.person_id OR decision.scheme <> objection.scheme
            OR answer.answered_by_id = decision.decided_by_id
        ORDER BY 1
    """,
)
