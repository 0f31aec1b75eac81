"""What must hold of cases."""

from portal.verification import hold

hold(
    "cases",
    "A case was closed at a moment, or it is in hand or waits again.",
    of="casework_case",
    broken="""
        SELECT id AS "case" FROM casework_case
        WHERE (status = 'closed') <> (closed_at IS NOT NULL) ORDER BY 1
    """,
)
hold(
    "joined-cases",
    "A case is joined to one of the same person and office, and that one to none.",
    of="casework_case",
    broken="""
        WITH held AS (
            SELECT here.id, joined_to_id, office_id,
                coalesce(claim.person_id, objection.person_id, finding.person_id) AS person_id
            FROM casework_case AS here
            LEFT JOIN benefits_claim AS claim ON claim.id = claim_id
            LEFT JOIN benefits_objection AS objection ON objection.id = objection_id
            LEFT JOIN benefits_finding AS finding ON finding.id = finding_id
        )
        SELECT one.id AS "case" FROM held AS one JOIN held AS other ON other.id = one.joined_to_id
        WHERE other.joined_to_id IS NOT NULL
            OR (one.office_id, one.person_id) <> (other.office_id, other.person_id)
        ORDER BY 1
    """,
)
