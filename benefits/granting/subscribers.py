"""What the rights are told of."""

from collections.abc import Sequence

from benefits.granting import actions, correcting
from benefits.granting.changing import notice_changes
from benefits.granting.children import grant_to_child
from benefits.granting.contradicting import note_filed, note_risk
from benefits.granting.dying import follow_death
from benefits.granting.following import follow_decisions, follow_risk
from benefits.granting.risks import offer_for_risk
from benefits.granting.settling import settle
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe, subscribe_to_many


@subscribe("employment.ended")
def prefill_unemployment(event: Event) -> None:
    """A leaving puts a prefilled application on the citizen's page, or corrects a decision."""
    actions.offer_unemployment(event)
    correcting.correct_person(event)


@subscribe("employment.changed")
def correct_unemployment(event: Event) -> None:
    """A corrected leaving takes the application back, and corrects what was decided on it."""
    actions.take_back_offers(event)
    correcting.correct_person(event)


@subscribe("claim.submitted")
def settle_application(event: Event) -> None:
    """An application for which sources say all that the rule wants is granted at once."""
    settle(event)


@subscribe("risk.declared")
def prefill_for_risk(event: Event) -> None:
    """A social risk puts the application for its right on the worker's page, or changes a right."""
    offer_for_risk(event)
    follow_risk(event)
    note_risk(event)


@subscribe_to_many("status.reported")
def derive_increased_reimbursement(events: Sequence[Event]) -> None:
    """Statuses reported by institutions open increased reimbursement."""
    actions.grant_by_status(events)


@subscribe_to_many("decision.made")
def follow_risks(events: Sequence[Event]) -> None:
    """Rights that were just given follow what employers declared before."""
    follow_decisions(events)


@subscribe_to_many("decision.made")
def derive_social_energy_tariff(events: Sequence[Event]) -> None:
    """Granted rights may carry the social energy tariff with them, and take it along."""
    actions.grant_after(events)


@subscribe("right.wanted")
def grant_what_is_wanted(event: Event) -> None:
    """Who wants a right granted gets it within seconds, where it follows."""
    actions.grant_wanted(event)


@subscribe("wages.declared")
def correct_pay(event: Event) -> None:
    """Declared or amended wages correct what was decided on the pay, and may contradict risks."""
    correcting.correct_paid(event)
    note_filed(event)


@subscribe("household.changed")
def correct_household(event: Event) -> None:
    """Another household corrects what was decided on it, and whom rights cover."""
    correcting.correct_person(event)
    correcting.cover_again(event)
    notice_changes(event)
    grant_to_child(event)


@subscribe("person.born")
def grant_to_the_born(event: Event) -> None:
    """A birth brings child benefit, within seconds."""
    grant_to_child(event)


@subscribe("person.moved")
def grant_where_a_child_lives(event: Event) -> None:
    """A child that moves to another region has what is given there."""
    grant_to_child(event)


@subscribe("person.died")
def end_with_death(event: Event) -> None:
    """A death ends rights, or puts them before a caseworker."""
    follow_death(event)


@subscribe("birth.corrected")
def correct_age(event: Event) -> None:
    """Another day of birth corrects what was decided by age, and the benefit of a child."""
    correcting.correct_person(event)
    notice_changes(event)
    grant_to_child(event)
