"""What must hold of profiles that somebody proposed."""

from portal.verification import hold

hold(
    "profile-reviews",
    "A proposed profile is reviewed by somebody else, and begins with what was proposed.",
    of="portal_profilereview",
    broken="""
        SELECT review.id AS review FROM portal_profilereview review
        JOIN portal_profilechange change ON change.id = review.change_id
        JOIN portal_capacity proposing ON proposing.id = change.proposed_by_id
        JOIN portal_capacity reviewing ON reviewing.id = review.reviewed_by_id
        LEFT JOIN portal_authorisation began ON began.id = review.began_id
        WHERE proposing.user_id = reviewing.user_id
            OR review.approved AND change.since IS NOT NULL AND (
                began.institution_id, began.service, began.quality, began.legal_context,
                began.blocks, began.legal_ground
            ) IS DISTINCT FROM (
                change.institution_id, change.service, change.quality, change.legal_context,
                change.blocks, change.legal_ground
            )
        ORDER BY 1
    """,
)
