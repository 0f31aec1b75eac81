"""The manual: what can be declared, field by field, and what every anomaly means. Open to all."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.glossary import catalog, presenting
from declarations.glossary.checks import BELGIUM
from declarations.glossary.forms import DayForm
from declarations.glossary.json_schema import json_schema
from declarations.glossary.model import Glossary
from declarations.glossary.search import LONGEST, search
from declarations.glossary.xsd import xml_schema
from declarations.hiring.json_form import WHOLE

ANOMALIES_ON_A_PAGE = 50


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Show every message and version, and what answers a search."""
    query = request.GET.get("q", "")[:LONGEST].replace("\0", "")
    context = {
        "query": query,
        "found": search(query),
        "models": [
            {"model": model, "url": presenting.address("glossary_flow", model)}
            for model in presenting.newest_of_each()
        ],
        "lists": [catalog.code_list(name) for name in catalog.CODE_LISTS],
    }
    return render(request, "glossary/door.html", context)


@require_safe
def flow(request: HttpRequest, flow: str, version: str) -> HttpResponse:
    """Show the tree of a message."""
    model = _model(flow, version)
    context = {
        "model": model,
        "tree": presenting.branches(model, model.root),
        "xsd": presenting.address("glossary_xsd", model),
        "json": presenting.address("glossary_json", model) if _has_json(model) else "",
        "others": [
            {"model": other, "url": presenting.address("glossary_flow", other)}
            for other in presenting.in_order()
            if other.flow == model.flow and other is not model
        ],
    }
    return render(request, "glossary/flow.html", context)


@require_safe
def block(request: HttpRequest, flow: str, version: str, label: str) -> HttpResponse:
    """Show what a block holds, in its order."""
    model = _model(flow, version)
    if label not in model.blocks:
        raise Http404
    described = model.blocks[label]
    context = _element(model, label) | {
        "members": presenting.member_rows(model, described),
        "ways": presenting.ways_of(model, described),
        "anomalies": presenting.anomaly_rows(described.listed, model.flow),
    }
    return render(request, "glossary/block.html", context)


@require_safe
def zone(request: HttpRequest, flow: str, version: str, label: str) -> HttpResponse:
    """Show how to fill in a field."""
    model = _model(flow, version)
    if label not in model.zones:
        raise Http404
    described = model.zones[label]
    today = datetime.now(BELGIUM).date()
    context = _element(model, label) | {
        "format": presenting.format_rows(described),
        "codes": presenting.code_rows(described, today),
        "anomalies": presenting.anomaly_rows(described.listed, model.flow),
    }
    return render(request, "glossary/zone.html", context)


@require_safe
def anomalies(request: HttpRequest) -> HttpResponse:
    """Show every anomaly that a message can give."""
    pages = Paginator(catalog.anomalies(), ANOMALIES_ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = presenting.anomaly_rows(found.id for found in page)
    context = {"page_obj": page, "anomalies": rows}
    return render(request, "glossary/anomalies.html", context)


@require_safe
def anomaly(request: HttpRequest, anomaly_id: str) -> HttpResponse:
    """Explain an anomaly: what it means, what follows, what to do."""
    try:
        found = catalog.anomaly(anomaly_id)
    except LookupError:
        raise Http404 from None
    context = {
        "anomaly": found,
        "class": presenting.class_of(found),
        "places": presenting.occurrences(found),
    }
    return render(request, "glossary/anomaly.html", context)


@require_safe
def code_list(request: HttpRequest, name: str) -> HttpResponse:
    """Show the codes of a list that are in use on a day; today when none is asked for."""
    if name not in catalog.CODE_LISTS:
        raise Http404
    form = DayForm(request.GET if "on" in request.GET else None)
    asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    day = asked or datetime.now(BELGIUM).date()
    values = catalog.code_list(name)
    codes = presenting.listed(values.on(day))
    context = {"list": values, "form": form, "day": day, "codes": codes}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "glossary/codes.html", context, status=status)


@require_safe
def xsd(request: HttpRequest, flow: str, version: str) -> HttpResponse:
    """Publish the XML schema of a message."""
    model = _model(flow, version)
    response = HttpResponse(xml_schema(model), content_type="application/xml")
    name = f"{model.root}_{version.replace('/', '')}.xsd"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
def json(request: HttpRequest, flow: str, version: str) -> HttpResponse:
    """Publish the JSON Schema of a declaration that has JSON names."""
    model = _model(flow, version)
    if not _has_json(model):
        raise Http404
    schema = json_schema(model, WHOLE, request.build_absolute_uri(request.path))
    return JsonResponse(schema, content_type="application/schema+json")


def _has_json(model: Glossary) -> bool:
    """Only the hiring of workers is declared in JSON with the names of the model."""
    return model.flow == "dimona"


def _model(flow: str, version: str) -> Glossary:
    try:
        return catalog.glossary(flow, version)
    except LookupError:
        raise Http404 from None


def _element(model: Glossary, label: str) -> dict[str, Any]:
    """What the pages of a zone and of a block have in common."""
    today = datetime.now(BELGIUM).date()
    element = model.element(label)
    others = (other for other in presenting.in_order() if other is not model)
    return {
        "model": model,
        "model_url": presenting.address("glossary_flow", model),
        "element": element,
        "places": presenting.places_of(model, label),
        "by_type": presenting.needs_by_type(label, today) if model.flow == "dimona" else [],
        "others": [
            {"model": other, "url": presenting.page_of(other, other.element(label))}
            for other in others
            if label in other.elements
        ],
    }
