"""What must hold of cases."""

from portal.verification import hold

hold(
    "cases",
    "A case is in hand, or was closed at a moment.",
    of="casework_case",
    broken="""
        SELECT id AS "case" FROM casework_case
        WHERE (status = 'taken') <> (closed_at IS NULL) ORDER BY 1
    """,
)
