"""What must hold of support files."""

from django.utils import timezone

from casework.plans.actions import FIGURES
from portal.verification import hold

# The most that was ever allowed: a figure that falls later takes nobody's support away.
MOST = max(
    figure.value for figure in FIGURES.by_start("intensive_per_caseworker", timezone.localdate())
)

hold(
    "support",
    f"Nobody counsels more than {MOST} people in intensive support.",
    of="casework_supportfile",
    broken=f"""
        SELECT counsellor_id AS counsellor, count(*) AS people FROM casework_supportfile
        WHERE status = 'open' AND segment = 'intensive'
        GROUP BY 1 HAVING count(*) > {MOST} OR max(seat) > {MOST} ORDER BY 1
    """,  # noqa: S608 - a number of ours
)
