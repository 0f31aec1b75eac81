from django.db import migrations

from portal.row_security import Rows, also_seen, secure

CHANGE = "SELECT, INSERT, UPDATE"
OFFICE = "(SELECT acting_institution())"
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
}
DECIDES = f"""
    CREATE OR REPLACE FUNCTION acting_schemes() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
        SELECT array_agg(scheme)
        FROM (VALUES {", ".join(f"('{scheme}', {sector})" for scheme, sector in SECTORS.items())})
            AS decided (scheme, sector)
        JOIN portal_institution AS office ON office.sector = decided.sector
        WHERE office.id = acting_institution() AND acting_kind() = 'caseworker'
    $$
"""  # noqa: S608 - texts of ours

OF_CLAIMS = """
    SELECT claim.person_id, claim.id AS claim_id, office_id
    FROM casework_case JOIN benefits_claim AS claim ON claim.id = claim_id
"""
HANDLED = f"""
    {OF_CLAIMS} UNION ALL
    SELECT objection.person_id, NULL, office_id
    FROM casework_case JOIN benefits_objection AS objection ON objection.id = objection_id
"""  # noqa: S608 - texts of ours

FUNCTIONS = """
    -- Whether an objection waits in the queue of the office, in nobody's hands.
    CREATE FUNCTION objection_waits(objection bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_objection AS waiting
            WHERE waiting.id = objection AND waiting.scheme = ANY (acting_schemes())
                AND NOT EXISTS (
                    SELECT FROM casework_case AS taken WHERE taken.objection_id = waiting.id)
                AND NOT EXISTS (
                    SELECT FROM benefits_objectionanswer AS answer
                    WHERE answer.objection_id = waiting.id)
        );
    END $$;
    CREATE FUNCTION contested_in_queue(decision bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_objection AS objection
            WHERE objection.decision_id = decision AND objection_waits(objection.id)
        );
    END $$;
    CREATE OR REPLACE FUNCTION waits_for_office(person bigint) RETURNS boolean LANGUAGE plpgsql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM benefits_claim AS claim
            WHERE claim.person_id = person AND claim.status = 'submitted'
                AND claim.scheme = ANY (acting_schemes())
                AND NOT EXISTS (SELECT FROM casework_case AS taken WHERE taken.claim_id = claim.id)
        ) OR EXISTS (
            SELECT FROM benefits_objection AS objection
            WHERE objection.person_id = person AND objection_waits(objection.id)
        );
    END $$;
    CREATE FUNCTION refuse_own_objection() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM benefits_objection AS objection
            JOIN benefits_decision AS decision ON decision.id = objection.decision_id
            WHERE objection.id = NEW.objection_id AND decision.decided_by_id = NEW.official_id
        ) THEN
            RAISE EXCEPTION 'who decided does not get the objection'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_with_another';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER with_another BEFORE INSERT OR UPDATE OF official_id ON casework_case
        FOR EACH ROW WHEN (NEW.objection_id IS NOT NULL) EXECUTE FUNCTION refuse_own_objection();
    REVOKE ALL ON FUNCTION objection_waits(bigint), contested_in_queue(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION objection_waits(bigint), contested_in_queue(bigint) TO solida_web;
"""
NO_FUNCTIONS = """
    DROP TRIGGER with_another ON casework_case;
    DROP FUNCTION refuse_own_objection();
    DROP FUNCTION contested_in_queue(bigint);
    DROP FUNCTION objection_waits(bigint) CASCADE;
"""

TABLES = {
    # Who applied or objected sees that there is a case.
    "casework_case": Rows(
        CHANGE,
        f"""
        {CASEWORKER} AND office_id = {OFFICE} OR EXISTS (
            SELECT FROM benefits_claim AS claim
            WHERE claim.id = claim_id AND claim.person_id = (SELECT acting_person())
        ) OR EXISTS (
            SELECT FROM benefits_objection AS objection
            WHERE objection.id = objection_id AND objection.person_id = (SELECT acting_person())
        )
        """,  # noqa: S608 - texts of ours
        written=f"{CASEWORKER} AND office_id = {OFFICE}",
    ),
}


class Migration(migrations.Migration):
    """Open objections to the office that decides on the right, and never to who decided."""

    dependencies = [
        ("casework", "0006_cases_of_objections"),
        ("benefits", "0010_row_security_of_objections"),
    ]
    operations = [
        migrations.RunSQL(
            f"CREATE OR REPLACE VIEW casework_handled AS {HANDLED}",
            f"CREATE OR REPLACE VIEW casework_handled AS {OF_CLAIMS}",
        ),
        migrations.RunSQL(DECIDES, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *secure(TABLES),
        *also_seen(
            "office",
            {"benefits_objection": f"{CASEWORKER} AND (in_hand(person_id) OR objection_waits(id))"},
        ),
        *also_seen("queue", {"benefits_decision": f"{CASEWORKER} AND contested_in_queue(id)"}),
    ]
