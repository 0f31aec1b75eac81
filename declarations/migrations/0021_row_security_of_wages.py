from django.db import migrations

from portal.row_security import Rows, also_seen, secure

READ, ADD = "SELECT", "SELECT, INSERT"
ME = "(SELECT acting_person())"
SENDERS = "ANY ((SELECT acting_senders())::bigint[])"
COLLECTOR = """
    (SELECT sector FROM portal_institution WHERE id = (SELECT acting_institution())) = 12
"""

# As of persons: what would have to be planned in each query is asked of functions.
FUNCTIONS = """
    -- The quarters of one's company, and those that a mandate in force is about.
    CREATE FUNCTION acting_filings() RETURNS SETOF bigint LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT id FROM declarations_filing WHERE company_id = acting_company()
        UNION ALL
        SELECT filing.id
        FROM portal_mandate_in_force AS mandate
        JOIN declarations_filing AS filing ON filing.company_id = mandate.giver_company_id
            AND filing.quarter BETWEEN coalesce(mandate.quarters_from, 0)
                AND coalesce(mandate.quarters_until, 99999)
        WHERE mandate.holder_company_id = acting_company() AND mandate.service = 'wages'
            AND acting_kind() = 'payroll_office'
    $$;
    -- The quarters in which a person was declared.
    CREATE FUNCTION acting_persons_filings() RETURNS SETOF bigint LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT filing_id FROM declarations_workerrecord WHERE person_id = acting_person()
    $$;
    -- Whom one employs or employed, or declared; of whom one's institution reported.
    CREATE FUNCTION employs_person(person bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE mine portal_capacity; companies bigint[];
    BEGIN
        SELECT * INTO mine FROM portal_capacity WHERE id = acting_capacity();
        IF mine.company_id IS NULL THEN
            RETURN mine.kind = 'institution' AND EXISTS (
                SELECT FROM declarations_statusreport AS report
                WHERE report.person_id = person AND report.institution_id = mine.institution_id
            );
        END IF;
        companies := acting_companies('hiring') || acting_companies('wages');
        RETURN EXISTS (
            SELECT FROM declarations_employmentperiod AS period
            WHERE period.person_id = person AND period.company_id = ANY (companies)
        ) OR EXISTS (
            SELECT FROM declarations_verdict AS verdict
            WHERE verdict.person_id = person AND verdict.company_id = ANY (companies)
        ) OR EXISTS (
            SELECT FROM declarations_draftworker AS draft
            WHERE draft.person_id = person AND draft.company_id = ANY (companies)
        ) OR EXISTS (
            SELECT FROM declarations_recorded AS recorded
            WHERE recorded.person_id = person AND recorded.company_id = ANY (companies)
        );
    END $$;
    REVOKE ALL ON FUNCTION acting_filings(), acting_persons_filings(), employs_person(bigint)
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION acting_filings(), acting_persons_filings(), employs_person(bigint)
        TO solida_web;
"""
NO_FUNCTIONS = "DROP FUNCTION acting_filings(), acting_persons_filings(), employs_person(bigint)"


def _sent_by_us(declaration: str) -> str:
    return f"""(SELECT acting_company()) IS NOT NULL AND EXISTS (
        SELECT FROM declarations_sent AS sent
        WHERE sent.declaration_id = {declaration} AND sent.capacity_id = {SENDERS}
    )"""  # noqa: S608 - texts of ours


OURS = "filing_id IN (SELECT acting_filings())"
# Amounts and days, by the key of a record that alone says whose they are: to look each of them up
# again would cost as much as what is asked of them.
OF_RECORD = Rows(READ, "(SELECT acting_capacity()) IS NOT NULL")

TABLES = {
    "declarations_filing": Rows(
        READ,
        f"""
        {COLLECTOR} OR id IN (SELECT acting_filings())
        OR {ME} IS NOT NULL AND id IN (SELECT acting_persons_filings())
        """,
    ),
    "declarations_workerrecord": Rows(
        READ,
        f"person_id = {ME} OR {OURS} OR " + _sent_by_us("declarations_workerrecord.declaration_id"),
    ),
    "declarations_occupation": OF_RECORD,
    "declarations_service": OF_RECORD,
    "declarations_remuneration": OF_RECORD,
    "declarations_contribution": OF_RECORD,
    "declarations_deduction": OF_RECORD,
    "declarations_employerentry": Rows(
        READ,
        f"{COLLECTOR} OR {OURS} OR " + _sent_by_us("declarations_employerentry.declaration_id"),
    ),
    "declarations_statemententry": Rows(ADD, f"{COLLECTOR} OR {OURS}", written=COLLECTOR),
}


class Migration(migrations.Migration):
    """Ask of functions whose wages may be seen, and whom one employs."""

    dependencies = [
        ("declarations", "0020_row_security"),
        ("portal", "0026_row_security_of_persons"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *secure(TABLES),
        *also_seen(
            "staff",
            {
                "portal_person": "employs_person(id)",
                "portal_personnumber": "employs_person(person_id)",
            },
        ),
    ]
