"""What must hold of periods of employment and of the hours that they reserve."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from declarations.hiring.quota import LIMITS, Limit
from portal.verification import hold

YEARS: Final = range(2010, 2060)
SPAN: Final = """tsrange(
    {0}.since + coalesce({0}.starts_at, '00:00'),
    coalesce({0}.until + {0}.ends_at, ({0}.until + 1)::timestamp)
)"""
ONE, OTHER = SPAN.format("one"), SPAN.format("other")


def _quotas() -> str:
    """The sums of reserved hours beside their limits, for each limit, person and span of time."""
    limits = {limit for each in LIMITS.values() for limit in each}
    return " UNION ALL ".join(
        f"""
        SELECT person_id AS person, '{limit.name}' AS quota, began AS since, sum(reserved_hours)
            AS reserved, most FROM (
            SELECT *, date_trunc('{"year" if limit.a_year else "quarter"}', since)::date AS began
            FROM declarations_employmentperiod
            WHERE NOT is_cancelled AND worker_type IN ({_texts(limit.types)})
        ) AS period JOIN (VALUES {", ".join(_rows(limit))}) AS figure (day, most) ON day = began
        GROUP BY environment, person_id, began, most HAVING sum(reserved_hours) > most
        """  # noqa: S608 - texts of ours
        for limit in sorted(limits, key=str)
    )


def _texts(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _rows(limit: Limit) -> Iterator[str]:
    for year in YEARS:
        for month in (1,) if limit.a_year else (1, 4, 7, 10):
            day = date(year, month, 1)
            if figure := limit.figure(day):
                yield f"(date '{day}', {figure})"


hold(
    "quotas",
    "No more hours are reserved than a quota has.",
    of="declarations_employmentperiod",
    broken=f"SELECT * FROM ({_quotas()}) AS over ORDER BY 1, 2, 3",  # noqa: S608 - texts of ours
)
hold(
    "periods",
    "Nobody has two periods of one kind at a company at once.",
    of="declarations_employmentperiod",
    broken=f"""
        SELECT one.id AS period, other.id AS beside
        FROM declarations_employmentperiod one
        JOIN declarations_employmentperiod other ON other.person_id = one.person_id
            AND other.company_id = one.company_id AND other.worker_type = one.worker_type
            AND other.environment = one.environment AND other.id > one.id
            AND {OTHER} && {ONE}
        WHERE NOT one.is_cancelled AND NOT other.is_cancelled
        ORDER BY 1
    """,  # noqa: S608 - texts of ours
)
hold(
    "histories",
    "A period was declared, and each declaration that takes part in one was accepted.",
    of="declarations_employmentperiod",
    broken="""
        SELECT period.id AS period, effect.declaration_id AS declaration
        FROM declarations_employmentperiod period
        LEFT JOIN declarations_perioddeclaration effect ON effect.period_id = period.id
        LEFT JOIN declarations_verdict verdict ON verdict.declaration_id = effect.declaration_id
        WHERE verdict.result IS NULL OR verdict.result = 'B' ORDER BY 1
    """,
)
