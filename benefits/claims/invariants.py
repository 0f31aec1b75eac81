"""What must hold of applications: each change of their status stands in their history."""

from portal.verification import hold

hold(
    "moves",
    "An application stands where the last of its moves left it.",
    of="benefits_claim",
    broken="""
        SELECT claim.id AS claim, claim.status FROM benefits_claim claim
        LEFT JOIN LATERAL (
            SELECT status FROM benefits_claimmove WHERE claim_id = claim.id ORDER BY id DESC LIMIT 1
        ) AS last ON true
        WHERE last.status IS DISTINCT FROM claim.status
        ORDER BY 1
    """,
)
