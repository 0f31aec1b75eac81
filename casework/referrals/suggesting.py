"""Suggest an offer to a person, and take the answer: each said once."""

from django.db import IntegrityError, transaction

from casework.plans.access import may_counsel
from casework.plans.actions import locked
from casework.plans.models import SupportFile
from casework.plans.statuses import SupportStatus
from casework.referrals.actions import ReferralRefusedError
from casework.referrals.matching import matches_for
from casework.referrals.models import Offer, Suggestion, SuggestionAnswer
from portal.access.models import Capacity, User
from portal.exchange.actions import publish


@transaction.atomic
def suggest(file: SupportFile, capacity: Capacity, offer: Offer, words: str) -> Suggestion:
    """Suggest an offer that fits to the person of a file, with the reasons of the rule.

    Raises `ReferralRefusedError` where the file is not in this caseworker's hands, the offer does
    not fit or has no room any more, or was suggested already.
    """
    file = locked(file)
    fitting = {match.offer.pk: match for match in matches_for(file)}
    if not may_counsel(capacity, file) or offer.pk not in fitting:
        raise ReferralRefusedError("suggest")
    made = Suggestion.objects.create(
        file=file,
        offer=offer,
        reasons=fitting[offer.pk].reasons,
        words=words,
        made_by=capacity.user,
    )
    publish("offer.suggested", made.pk, person=file.person)
    return made


def answer_suggestion(
    suggestion: Suggestion, user: User, *, wanted: bool, why: str
) -> SuggestionAnswer:
    """Keep what the person says of a suggestion; of two answers at once, one counts.

    Raises `ReferralRefusedError` when it was answered, or when the support has ended.
    """
    if suggestion.file.status != SupportStatus.OPEN:
        raise ReferralRefusedError("answer")
    try:
        with transaction.atomic():
            return SuggestionAnswer.objects.create(
                suggestion=suggestion, wanted=wanted, why=why, given_by=user
            )
    except IntegrityError as error:
        raise ReferralRefusedError("answer") from error
