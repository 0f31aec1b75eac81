"""Sending a form from a page: an original, a change of what stands, or its cancellation."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from declarations.channels.actions import Draft, submit
from declarations.channels.models import Declaration
from declarations.channels.writing import header
from declarations.social_risk.context import EARLIER_FORM, OURS, RELATED, TICKET
from declarations.social_risk.intake import ACTION
from declarations.social_risk.judging import CANCEL, CHANGE
from declarations.social_risk.models import Risk
from declarations.social_risk.reading import check_content
from declarations.social_risk.scenarios import Scenario, scenarios
from portal.access.door import ActingRequest
from portal.access.models import CapacityKind, Service
from portal.exchange.actions import KeyReusedError
from portal.exchange.models import Channel

MADE = ("FormCreationDate", "FormCreationHour")


def change(content: dict[str, Any], risk: Risk) -> dict[str, Any]:
    """Return a form that takes the place of what stands of a risk, and is related as it was."""
    ordered = scenarios()[risk.flow].model.blocks["Form"].places
    kept = [each for each in content.get("Reference", []) if each.get("ReferenceType") == RELATED]
    made = {**content, "AttestationStatus": CHANGE, "Reference": [*kept, _about(risk)]}
    return {label: made[label] for label in ordered if label in made}


def cancellation(risk: Risk, now: datetime) -> dict[str, Any]:
    """Return what stands of a risk as the form that cancels it."""
    made = {**header(risk.flow.upper(), "SU", now), "AttestationStatus": CANCEL}
    made["Reference"] = [_about(risk)]
    ordered = scenarios()[risk.flow].model.blocks["Form"].places
    whole = {**risk.standing.content, **made}
    return {label: whole[label] for label in ordered if label in whole}


def _about(risk: Risk) -> dict[str, str]:
    number = risk.standing.reference.hex[:TICKET]
    return {"ReferenceType": EARLIER_FORM, "ReferenceOrigin": OURS, "ReferenceNbr": number}


def send(
    request: ActingRequest, key: UUID, scenario: Scenario, content: dict[str, Any]
) -> HttpResponse:
    """Declare and lead to the receipt; a key that is spent leads to what it was spent on.

    An office is led to its message: the page of a declaration is the company's.
    """
    # When the form was made says nothing new: pressing the button twice sends the same.
    same = {name: value for name, value in content.items() if name not in MADE}
    body = json.dumps({scenario.code: same}, sort_keys=True).encode()
    findings = tuple(check_content(scenario, content))
    draft = Draft(ACTION, content, findings, flow=scenario.flow)
    capacity = request.capacity
    try:
        submit(capacity, Channel.PAGE, str(key), body, [draft], service=Service.RISKS)
    except KeyReusedError:
        messages.warning(
            request,
            _("You had sent this form already, with other answers. This is what you sent then."),
        )
    sent = Declaration.objects.select_related("message").get(
        message__capacity=capacity, message__service=Service.RISKS, message__key=key, position=1
    )
    if capacity.kind == CapacityKind.PAYROLL_OFFICE:
        return redirect("message", sent.message.ticket)
    return redirect("declaration", sent.reference)
