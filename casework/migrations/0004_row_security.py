from django.db import migrations

from portal.row_security import WEB, Rows, also_seen, secure

ADD, CHANGE = "SELECT, INSERT", "SELECT, INSERT, UPDATE"
OFFICE = "(SELECT acting_institution())"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"

# Read with the rights of its owner, so that conditions can look at each other's tables.
HANDLED = """
    SELECT claim.person_id, claim.id AS claim_id, office_id
    FROM casework_case JOIN benefits_claim AS claim ON claim.id = claim_id
"""
# For which sector's offices applications for a right wait; a test holds them to the rules.
SECTORS = {"unemployment": 18}
DECIDES = f"""
    CREATE FUNCTION acting_schemes() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
        SELECT array_agg(scheme)
        FROM (VALUES {", ".join(f"('{scheme}', {sector})" for scheme, sector in SECTORS.items())})
            AS decided (scheme, sector)
        JOIN portal_institution AS office ON office.sector = decided.sector
        WHERE office.id = acting_institution() AND acting_kind() = 'caseworker'
    $$;
    REVOKE ALL ON FUNCTION acting_schemes() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION acting_schemes() TO solida_web;
"""  # noqa: S608 - texts of ours

TABLES = {
    # Who applied sees that there is a case.
    "casework_case": Rows(
        CHANGE,
        f"""
        {CASEWORKER} AND office_id = {OFFICE} OR EXISTS (
            SELECT FROM benefits_claim AS claim
            WHERE claim.id = claim_id AND claim.person_id = (SELECT acting_person())
        )
        """,
        written=f"{CASEWORKER} AND office_id = {OFFICE}",
    ),
    "casework_casemove": Rows(
        ADD, "EXISTS (SELECT FROM casework_case AS above WHERE above.id = case_id)"
    ),
}

# A person of whom the office has a case, or whose file one opened without, for a short time.
IN_HAND = f"""
    {CASEWORKER} AND (
        EXISTS (
            SELECT FROM casework_handled AS handled
            WHERE handled.person_id = {{person}} AND handled.office_id = {OFFICE}
        ) OR EXISTS (
            SELECT FROM portal_glassbreak AS glass
            WHERE glass.person_id = {{person}} AND glass.until > statement_timestamp()
                AND glass.capacity_id = (SELECT acting_capacity())
        )
    )
"""  # noqa: S608 - texts of ours
# What waits in the queue of the office, and is in no other office's hands.
WAITING = """
    {claim}.status = 'submitted' AND {claim}.scheme = ANY ((SELECT acting_schemes())::text[])
    AND NOT EXISTS (SELECT FROM casework_handled AS taken WHERE taken.claim_id = {claim}.id)
"""
CLAIM = f"""
    {CASEWORKER} AND ({WAITING.format(claim="benefits_claim")} OR EXISTS (
        SELECT FROM casework_handled AS handled
        WHERE handled.claim_id = benefits_claim.id AND handled.office_id = {OFFICE}
    ))
"""
QUEUED = f"""{CASEWORKER} AND EXISTS (
    SELECT FROM benefits_claim AS claim WHERE claim.person_id = portal_person.id
        AND {WAITING.format(claim="claim")}
)"""
OF_PERSON = (
    "portal_personname",
    "portal_personnumber",
    "portal_event",
    "declarations_employmentperiod",
    "declarations_workerrecord",
    "declarations_statusreport",
    "benefits_payment",
    "benefits_posting",
)
WRITTEN = ("portal_letter", "benefits_decision", "benefits_payaccount", "benefits_repaymentplan")
LIVES_WITH = f"""
    EXISTS (
        SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
        WHERE one.person_id = {{person}} AND {IN_HAND.format(person="other.person_id")}
    )
"""


class Migration(migrations.Migration):
    """Open cases to the web, and what a case needs to who has it."""

    dependencies = [
        ("casework", "0003_who_gets_a_case"),
        ("benefits", "0005_row_security"),
    ]
    operations = [
        migrations.RunSQL(
            [
                f"CREATE VIEW casework_handled AS {HANDLED}",
                f"GRANT SELECT ON casework_handled TO {WEB}",
            ],
            "DROP VIEW casework_handled",
        ),
        migrations.RunSQL(DECIDES, "DROP FUNCTION acting_schemes()"),
        *secure(TABLES),
        *also_seen(
            "office",
            {
                "portal_message": f"""{CASEWORKER} AND EXISTS (
                    SELECT FROM portal_event AS event
                    WHERE event.message_id = portal_message.id
                        AND {IN_HAND.format(person="event.person_id")}
                )""",
                "declarations_declaration": f"""EXISTS (
                    SELECT FROM declarations_told AS told
                    WHERE told.declaration_id = declarations_declaration.id
                        AND {IN_HAND.format(person="told.person_id")}
                )""",
                "declarations_verdict": IN_HAND.format(person="declarations_verdict.person_id"),
            },
        ),
        *also_seen("office", {"benefits_claim": CLAIM}, "ALL"),
        *also_seen("office", {"portal_person": IN_HAND.format(person="portal_person.id")}),
        *also_seen("queue", {"portal_person": QUEUED}),
        *also_seen(
            "household",
            {
                "portal_person": LIVES_WITH.format(person="portal_person.id"),
                "portal_householdmember": LIVES_WITH.format(
                    person="portal_householdmember.person_id"
                ),
            },
        ),
        *also_seen(
            "office", {table: IN_HAND.format(person=f"{table}.person_id") for table in OF_PERSON}
        ),
        *also_seen(
            "office",
            {table: IN_HAND.format(person=f"{table}.person_id") for table in WRITTEN},
            "ALL",
        ),
        *also_seen(
            "office",
            {
                "benefits_beneficiary": """EXISTS (
                    SELECT FROM benefits_decision AS decision
                    WHERE decision.id = decision_id
                ) AND (SELECT acting_kind()) = 'caseworker'"""
            },
            "ALL",
        ),
    ]
