from django.db import migrations

from portal.row_security import Rows, also_seen, secure

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"

# For which sector's offices what concerns a right waits; a test holds them to the rules.
SECTORS = {
    "unemployment": 18,
    "temporary_unemployment": 18,
    "incapacity": 11,
    "maternity": 11,
    "increased_reimbursement": 11,
    "increased_reimbursement_income": 11,
    "maximum_billing": 11,
    "social_energy_tariff": 70,
    "holiday_pay": 10,
    "child_benefit": 7,
    "integration_income": 17,
    "elderly_income_guarantee": 5,
    "income_replacement": 16,
    "work_accident": 1,
}
# As `vulnerability.py` and the figures of terms say; tests hold them to these.
INCOMES = (
    "unemployment",
    "temporary_unemployment",
    "incapacity",
    "maternity",
    "integration_income",
    "elderly_income_guarantee",
    "income_replacement",
    "work_accident",
)
ANSWER_MONTHS = 4

READS = f"""
    CREATE FUNCTION deciding_sector(scheme text) RETURNS smallint LANGUAGE sql IMMUTABLE
    SET search_path = public, pg_temp AS $$
        SELECT CASE scheme {" ".join(f"WHEN '{code}' THEN {n}" for code, n in SECTORS.items())}
            ELSE 0 END::smallint
    $$;
    CREATE FUNCTION answer_until(since timestamptz) RETURNS date LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
        SELECT ((since AT TIME ZONE 'Europe/Brussels')::date
            + interval '{ANSWER_MONTHS} months')::date
    $$;
    -- 0 for who goes first: 3, less 2 without work or a right in place of pay, less 1 with a child.
    CREATE FUNCTION vulnerability_rank(whom bigint) RETURNS smallint LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        today date := (now() AT TIME ZONE 'Europe/Brussels')::date;
        earns boolean; has_child boolean;
    BEGIN
        earns := EXISTS (
            SELECT FROM declarations_employmentperiod AS work
            WHERE work.person_id = whom AND NOT work.is_cancelled AND work.environment = 'R'
                AND work.since <= today AND (work.until IS NULL OR work.until >= today)
        ) OR EXISTS (
            SELECT FROM benefits_decision AS given
            WHERE given.person_id = whom AND given.outcome = 'granted'
                AND given.scheme IN ({", ".join(f"'{scheme}'" for scheme in INCOMES)})
                AND given.starts <= today AND (given.ends IS NULL OR given.ends >= today)
                AND NOT EXISTS (
                    SELECT FROM benefits_decision AS after WHERE after.replaces_id = given.id)
        );
        has_child := EXISTS (
            SELECT FROM portal_householdmember AS own
            JOIN portal_householdmember AS other ON other.household_id = own.household_id
            JOIN portal_person AS child ON child.id = other.person_id
            WHERE own.person_id = whom AND own.withdrawn IS NULL AND other.withdrawn IS NULL
                AND own.since <= today AND (own.until IS NULL OR own.until >= today)
                AND other.since <= today AND (other.until IS NULL OR other.until >= today)
                AND child.birth_date > today - interval '18 years'
        );
        RETURN 3 - CASE WHEN earns THEN 0 ELSE 2 END - CASE WHEN has_child THEN 1 ELSE 0 END;
    END $$;
    REVOKE ALL ON FUNCTION deciding_sector(text), answer_until(timestamptz),
        vulnerability_rank(bigint) FROM PUBLIC;
"""  # noqa: S608 - texts of ours
NO_READS = """
    DROP FUNCTION vulnerability_rank(bigint);
    DROP FUNCTION answer_until(timestamptz);
    DROP FUNCTION deciding_sector(text);
"""

COLUMNS = """reference, person_id, scheme, sector, language, came_at, answer_by, rank, kind"""
CLAIM = f"""
    INSERT INTO casework_waiting (claim_id, {COLUMNS})
    SELECT due.id, due.reference, due.person_id, due.scheme, deciding_sector(due.scheme),
        person.language, due.submitted_at, answer_until(due.submitted_at),
        vulnerability_rank(due.person_id), 'claim'
    FROM benefits_claim AS due JOIN portal_person AS person ON person.id = due.person_id
    WHERE {{which}} AND due.status = 'submitted' AND NOT due.by_rule
        AND NOT EXISTS (SELECT FROM casework_case AS taken WHERE taken.claim_id = due.id)
    ON CONFLICT (claim_id) DO UPDATE SET came_at = excluded.came_at, answer_by = excluded.answer_by
"""  # noqa: S608 - texts of ours
OBJECTION = f"""
    INSERT INTO casework_waiting (objection_id, not_for_id, {COLUMNS})
    SELECT due.id, decision.decided_by_id, due.reference, due.person_id, due.scheme,
        deciding_sector(due.scheme), person.language, due.made_at, answer_until(due.made_at),
        vulnerability_rank(due.person_id), CASE WHEN due.is_late THEN 'late' ELSE 'objection' END
    FROM benefits_objection AS due JOIN portal_person AS person ON person.id = due.person_id
    JOIN benefits_decision AS decision ON decision.id = due.decision_id
    WHERE {{which}}
        AND NOT EXISTS (SELECT FROM casework_case AS taken WHERE taken.objection_id = due.id)
        AND NOT EXISTS (
            SELECT FROM benefits_objectionanswer AS answer WHERE answer.objection_id = due.id)
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - texts of ours
FINDING = f"""
    INSERT INTO casework_waiting (finding_id, {COLUMNS})
    SELECT due.id, due.reference, due.person_id, due.scheme, deciding_sector(due.scheme),
        person.language, due.found_at, answer_until(due.found_at),
        vulnerability_rank(due.person_id), due.kind
    FROM benefits_finding AS due JOIN portal_person AS person ON person.id = due.person_id
    WHERE {{which}} AND due.kind IN ('review', 'asks', 'corrects', 'pays', 'sampled')
        AND NOT EXISTS (SELECT FROM casework_case AS taken WHERE taken.finding_id = due.id)
        AND NOT EXISTS (
            SELECT FROM benefits_findinganswer AS answer WHERE answer.finding_id = due.id)
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - texts of ours
ALL = [each.format(which="true") for each in (CLAIM, OBJECTION, FINDING)]

DEFINER = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
# A function, the table whose rows call it and when, and what it does.
KEPT = {
    "keep_claim_waiting": (
        "benefits_claim",
        "INSERT OR UPDATE OF status, by_rule, submitted_at",
        f"""
        IF NEW.status = 'submitted' AND NOT NEW.by_rule THEN
            {CLAIM.format(which="due.id = NEW.id")};
        ELSE
            DELETE FROM casework_waiting WHERE claim_id = NEW.id;
        END IF;""",  # noqa: S608 - texts of ours
    ),
    "keep_objection_waiting": (
        "benefits_objection",
        "INSERT",
        f"{OBJECTION.format(which='due.id = NEW.id')};",
    ),
    "keep_objection_answered": (
        "benefits_objectionanswer",
        "INSERT",
        "DELETE FROM casework_waiting WHERE objection_id = NEW.objection_id;",
    ),
    "keep_finding_waiting": (
        "benefits_finding",
        "INSERT",
        f"{FINDING.format(which='due.id = NEW.id')};",
    ),
    "keep_finding_answered": (
        "benefits_findinganswer",
        "INSERT",
        "DELETE FROM casework_waiting WHERE finding_id = NEW.finding_id;",
    ),
    "keep_taken": (
        "casework_case",
        "INSERT",
        """DELETE FROM casework_waiting
        WHERE claim_id = NEW.claim_id OR objection_id = NEW.objection_id
            OR finding_id = NEW.finding_id;""",
    ),
}


def _made(name: str) -> str:
    table, when, does = KEPT[name]
    return f"""
        CREATE FUNCTION {name}() {DEFINER} AS $$ BEGIN {does} RETURN NULL; END $$;
        CREATE TRIGGER {name} AFTER {when} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {name}();
    """


def _gone(name: str) -> str:
    return f"DROP TRIGGER {name} ON {KEPT[name][0]}; DROP FUNCTION {name}();"


WAITS = """
    CREATE OR REPLACE FUNCTION waits_for_office(person bigint) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_waiting AS waiting
            WHERE waiting.person_id = person AND waiting.scheme = ANY (acting_schemes())
        );
    END $$;
    CREATE OR REPLACE FUNCTION objection_waits(objection bigint) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_waiting AS waiting
            WHERE waiting.objection_id = objection AND waiting.scheme = ANY (acting_schemes())
        );
    END $$;
    CREATE OR REPLACE FUNCTION finding_waits(finding bigint) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM casework_waiting AS waiting
            WHERE waiting.finding_id = finding AND waiting.scheme = ANY (acting_schemes())
        );
    END $$;
"""

TABLES = {
    # Locked to be taken, which wants UPDATE; written by the database alone.
    "casework_waiting": Rows(
        "SELECT, UPDATE", "scheme = ANY ((SELECT acting_schemes())::text[])", written="false"
    )
}


class Migration(migrations.Migration):
    """Let the database keep the queue, and open it to the offices that decide on the rights."""

    dependencies = [("casework", "0037_waiting")]
    operations = [
        migrations.RunSQL(READS, NO_READS),
        *(migrations.RunSQL(_made(name), _gone(name)) for name in KEPT),
        migrations.RunSQL(ALL, migrations.RunSQL.noop),
        migrations.RunSQL(WAITS, migrations.RunSQL.noop),
        *secure(TABLES),
        *also_seen("queue", {"portal_person": f"{CASEWORKER} AND waits_for_office(id)"}),
    ]
