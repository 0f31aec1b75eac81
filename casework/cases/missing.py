"""What is missing before a case can be decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.claims.applications import APPLICATIONS
from benefits.claims.applications.base import Left
from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from casework.questions.models import Question
from portal.dates import date_format


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, in words, and where on the page it is dealt with."""

    text: str
    url: str = ""


def missing_in(case: Case, context: Mapping[str, Any]) -> list[Missing]:
    """Return what is missing in an open case; none in a closed one.

    `context` is that of its page: the rule's `explanation`, or the figure that is `missing`, and
    the last `proposal`.
    """
    if case.status != CaseStatus.TAKEN:
        return []
    return [*_answers(case), *_facts(case), *_rule(context), *_second(context)]


def _answers(case: Case) -> list[Missing]:
    today, found = timezone.localdate(), []
    for each in Question.objects.filter(case=case).open():
        late = each.answer_by < today
        words = _("%(wanted)s: no answer came by %(day)s") if late else _("%(wanted)s, by %(day)s")
        told = {
            "wanted": each.get_wanted_display().capitalize(),
            "day": date_format(each.answer_by),
        }
        found.append(Missing(words % told, "#questions"))
    return found


def _facts(case: Case) -> list[Missing]:
    """Return the facts that a caseworker has to find: no source and no answer tells them."""
    applied = APPLICATIONS.get(case.about.scheme) if case.claim else None
    if applied is None:
        return []
    left = [name for name, fact in applied.facts.items() if isinstance(fact, Left)]
    fields = [applied.establishes[name] for name in left if name in applied.establishes]
    return [Missing(_("For you to find: %(fact)s") % {"fact": each.label}) for each in fields]


def _rule(context: Mapping[str, Any]) -> Iterator[Missing]:
    if context.get("missing"):
        yield Missing(_("A figure of the law for this day"))
    explanation = context.get("explanation")
    if explanation is not None and explanation.needs_person:
        yield Missing(_("Your judgement: the rule leaves it to a person"), "#rule")


def _second(context: Mapping[str, Any]) -> Iterator[Missing]:
    proposal = context["proposal"]
    if proposal is not None and getattr(proposal, "review", None) is None:
        yield Missing(_("The word of a second caseworker"))
