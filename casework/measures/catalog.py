"""The measures: each with its name, what it says, and the SQL by which it is counted.

The SQL gives rows (office, week, part, value) of the weeks from `%(since)s` on; `office` is NULL
for a figure of the whole portal. Tests of software makers are counted nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEAST: Final = 5  # people in a group whose opinions are told together
WHOLE: Final = ""  # the part of a measure that has no others


@dataclass(frozen=True)
class Measure:
    """One measure; `parts` with their names, in the order in which they are shown."""

    code: str
    title: Promise
    meaning: Promise
    parts: Mapping[str, Promise]
    sql: str


def _week(moment: str) -> str:
    return f"date_trunc('week', {_day(moment)})::date"


def _day(moment: str) -> str:
    return f"({moment} AT TIME ZONE 'Europe/Brussels')::date"


MEASURES: Final = (
    Measure(
        "cases_in",
        _("Cases taken"),
        _("How many cases your office took up, by week."),
        {WHOLE: _("cases")},
        f"""
        SELECT office_id, {_week("taken_at")}, '', count(*) FROM casework_case
        WHERE taken_at >= %(since)s GROUP BY 1, 2
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "cases_out",
        _("Cases closed"),
        _("How many cases your office closed, by week."),
        {WHOLE: _("cases")},
        f"""
        SELECT office_id, {_week("closed_at")}, '', count(*) FROM casework_case
        WHERE closed_at >= %(since)s GROUP BY 1, 2
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "days_open",
        _("Days until a case is closed"),
        _("Of the cases that were closed in the week, half took no more days than this."),
        {WHOLE: _("days")},
        f"""
        SELECT office_id, {_week("closed_at")}, '',
            percentile_disc(0.5) WITHIN GROUP (ORDER BY {_day("closed_at")} - {_day("taken_at")})
        FROM casework_case WHERE closed_at >= %(since)s GROUP BY 1, 2
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "decisions",
        _("Decisions"),
        _("Decisions that the rule made alone, and those that somebody made."),
        {"rule": _("by the rule alone"), "hand": _("by hand")},
        f"""
        SELECT NULL::bigint, {_week("decided_at")},
            CASE WHEN decided_by_id IS NULL THEN 'rule' ELSE 'hand' END, count(*)
        FROM benefits_decision WHERE decided_at >= %(since)s GROUP BY 1, 2, 3
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "samples",
        _("Decisions that were drawn and checked"),
        _("Decisions by the rule alone that somebody checked afterwards: right, or a fault found."),
        {"right": _("right"), "fault": _("fault found")},
        f"""
        SELECT held.office_id, {_week("answer.answered_at")},
            CASE answer.outcome WHEN 'kept' THEN 'right' ELSE 'fault' END, count(*)
        FROM benefits_findinganswer AS answer
        JOIN benefits_finding AS finding ON finding.id = answer.finding_id
        JOIN casework_case AS held ON held.finding_id = finding.id
        WHERE finding.kind = 'sampled' AND answer.answered_at >= %(since)s GROUP BY 1, 2, 3
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "without_asking",
        _("Rights granted"),
        _("Rights that nobody had to ask for, and those that were applied for."),
        {"event": _("without asking"), "claim": _("on application")},
        f"""
        SELECT NULL::bigint, {_week("decided_at")},
            CASE WHEN claim_id IS NULL THEN 'event' ELSE 'claim' END, count(*)
        FROM benefits_decision
        WHERE outcome = 'granted' AND replaces_id IS NULL AND decided_at >= %(since)s
        GROUP BY 1, 2, 3
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "headings",
        _("Headings of applications"),
        _("Headings that the portal filled in, and those that people had to fill in themselves."),
        {"known": _("filled in already"), "asked": _("asked")},
        f"""
        SELECT NULL::bigint, {_week("submitted_at")}, part, sum(count) FROM (
            SELECT submitted_at, 'known' AS part,
                (SELECT count(*) FROM jsonb_object_keys(known)) AS count FROM benefits_claim
            UNION ALL
            SELECT submitted_at, 'asked', (
                SELECT count(*) FROM jsonb_each(answers) AS step (name, given),
                    jsonb_object_keys(CASE jsonb_typeof(given) WHEN 'object' THEN given
                        ELSE '{{}}' END)
            ) FROM benefits_claim
        ) AS heading WHERE submitted_at >= %(since)s GROUP BY 1, 2, 3
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "declarations",
        _("Declarations of employers"),
        _("Declarations that came from application to application, and those made on a page."),
        {"application": _("from application to application"), "page": _("on a page")},
        f"""
        SELECT NULL::bigint, {_week("declaration.received_at")},
            CASE message.channel WHEN 'page' THEN 'page' ELSE 'application' END, count(*)
        FROM declarations_declaration AS declaration
        JOIN portal_message AS message ON message.id = declaration.message_id
        JOIN portal_capacity AS sender ON sender.id = message.capacity_id
        WHERE declaration.received_at >= %(since)s AND sender.environment = 'R' GROUP BY 1, 2, 3
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "messages",
        _("Messages with institutions"),
        _("Questions and reports of institutions, and what they were told of by themselves."),
        {"asked": _("asked or reported"), "told": _("told")},
        f"""
        SELECT NULL::bigint, {_week("received_at")}, 'asked', count(*)
        FROM portal_exchange WHERE received_at >= %(since)s GROUP BY 1, 2
        UNION ALL
        SELECT NULL::bigint, {_week("batch.spread_at")}, 'told', sum(cardinality(list.places))
        FROM portal_noticelist AS list JOIN portal_batch AS batch ON batch.id = list.batch_id
        WHERE batch.spread_at >= %(since)s GROUP BY 1, 2
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "contacts",
        _("Contacts"),
        _("How many people asked your office something, by week, and how."),
        {
            "telephone": _("by telephone"),
            "visit": _("at the desk"),
            "email": _("by e-mail"),
            "letter": _("by letter"),
            "portal": _("on the portal"),
        },
        f"""
        SELECT office_id, {_week("at")}, channel, count(*) FROM casework_contact
        WHERE at >= %(since)s AND direction = 'in' GROUP BY 1, 2, 3
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "call_backs",
        _("Calls that people asked for"),
        _("How often somebody was reached, and how often not."),
        {"reach": _("reached"), "miss": _("not reached")},
        f"""
        SELECT call.office_id, {_week("move.at")},
            CASE move.verb WHEN 'reach' THEN 'reach' ELSE 'miss' END, count(*)
        FROM casework_callbackmove AS move
        JOIN casework_callback AS call ON call.id = move.call_back_id
        WHERE move.at >= %(since)s AND move.verb IN ('reach', 'miss', 'give_up') GROUP BY 1, 2, 3
        """,  # noqa: S608 - texts of ours
    ),
    Measure(
        "satisfaction",
        _("How people were helped"),
        _("Of 100 people who said it, so many gave 4 or 5. Weeks with fewer than 5 are left out."),
        {"good": _("of 100, well or very well")},
        f"""
        SELECT office_id, {_week("at")}, 'good',
            round(100.0 * count(*) FILTER (WHERE score >= 4) / count(*))
        FROM casework_rating WHERE at >= %(since)s GROUP BY 1, 2 HAVING count(*) >= {LEAST}
        """,  # noqa: S608 - texts of ours
    ),
)
