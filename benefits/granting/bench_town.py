"""The town of benches: families, some with a status, of as many persons as are asked for."""

import os
from datetime import date
from typing import Any, Final

PERSONS: Final = int(os.environ.get("BENCH_PERSONS", "1000000"))
AT_ONCE: Final = min(PERSONS, 100_000)  # where all are looked at together, or for a moment only
DAY: Final = date(2026, 9, 1)
# Households of three: two adults and a child; one person in twelve has a status.
FILL: Final = """
    INSERT INTO portal_household (id, street, house_number, box, postal_code, city)
    SELECT n, 'Street', '1', '', 1000 + n::bigint * 7919 %% 9000, 'City'
    FROM generate_series(1, %(n)s / 3) n;
    INSERT INTO portal_person (id, reference, first_name, last_name, birth_date, language)
    SELECT n, gen_random_uuid(), 'First ' || n, 'Last ' || n,
        CASE n %% 3 WHEN 2 THEN date '2008-01-01' + n * 37 %% 6800
            ELSE date '1940-01-01' + n * 37 %% 20000 END, 'en'
    FROM generate_series(1, %(n)s) n;
    INSERT INTO portal_householdmember (household_id, person_id, role, since)
    SELECT 1 + (n - 1) / 3, n, (ARRAY['child', 'reference', 'partner'])[1 + (n + 1) %% 3],
        '2024-01-01'
    FROM generate_series(1, %(n)s / 3 * 3) n;
    INSERT INTO portal_institution (id, code, name, sector, number)
    VALUES (900, 'bench', 'Bench', 17, 900);
    INSERT INTO portal_user (id, password, email, is_active) VALUES (900, '', 'bench', true);
    INSERT INTO portal_capacity (id, kind, user_id, institution_id, since)
    VALUES (900, 'institution', 900, 900, '2024-01-01');
    INSERT INTO portal_message (id, ticket, capacity_id, channel, service, key, body, sha256)
    SELECT n, gen_random_uuid(), 900, 'api', 'statuses', n, '', ''
    FROM generate_series(1, %(n)s, 12) n;
    SELECT setval(pg_get_serial_sequence('portal_message', 'id'), %(n)s);
    INSERT INTO declarations_statusreport
        (message_id, institution_id, person_id, kind, legal_context, since, until, reported_on)
    SELECT n, 900, n, (ARRAY['integration_income', 'equivalent_aid',
            'elderly_income_guarantee', 'income_replacement'])[1 + n %% 4], 'RIS',
        date '2024-01-01' + n %% 700, CASE WHEN n %% 5 = 0 THEN date '2026-06-30' END, '2026-07-01'
    FROM generate_series(1, %(n)s, 12) n;
"""


def fill(cursor: Any, persons: int = PERSONS) -> None:
    """Make a town of so many persons, in an empty database."""
    for statement in FILL.split(";\n"):
        cursor.execute(statement, {"n": persons})
    cursor.execute("ANALYZE")
