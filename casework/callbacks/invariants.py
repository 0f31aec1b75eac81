"""What must hold of call-backs."""

from portal.verification import hold

hold(
    "call-backs",
    "Somebody was missed as often as that was said.",
    of="casework_callback",
    broken="""
        SELECT call.id AS call_back FROM casework_callback call
        WHERE call.misses <> (
            SELECT count(*) FROM casework_callbackmove move
            WHERE move.call_back_id = call.id AND move.verb IN ('miss', 'give_up')
        )
        ORDER BY 1
    """,
)
