"""A right is given once for each day: what stands already is not given a second time."""

from benefits.claims.applications.base import Assessment
from benefits.claims.models import Claim
from benefits.decisions.models import Decision


def held_already(claim: Claim, assessment: Assessment) -> Decision | None:
    """Return the decision that gives the right for days that an application asks for.

    Where the rule does not grant yet, the first day alone is looked at.
    """
    explanation = assessment.explanation
    first = explanation.starts or assessment.on
    last = explanation.ends if explanation.granted else first
    return Decision.objects.giving(claim.person, claim.scheme, claim.child, first, last).first()
