from django.db import migrations

# Who acts is a number in the session, the capacity's; all else is looked up. What is looked up is
# read with the owner's rights, and says nothing but of the one who acts.
FUNCTIONS = {
    "acting_capacity() RETURNS bigint": """
        SELECT nullif(current_setting('solida.capacity', true), '')::bigint
    """,
    # Whose account is signed in, also before a capacity is chosen.
    "acting_user() RETURNS bigint": """
        SELECT coalesce(
            (SELECT user_id FROM portal_capacity WHERE id = acting_capacity()),
            nullif(current_setting('solida.user', true), '')::bigint
        )
    """,
    # The ticket of the message whose receipt somebody shows, whoever that is.
    "shown_receipt() RETURNS uuid": """
        SELECT nullif(current_setting('solida.receipt', true), '')::uuid
    """,
    "acting_kind() RETURNS text": """
        SELECT kind FROM portal_capacity WHERE id = acting_capacity()
    """,
    # The person of the account, whatever the capacity; and the one for whom a citizen acts.
    "acting_self() RETURNS bigint": """
        SELECT person_id FROM portal_user WHERE id = acting_user()
    """,
    "acting_person() RETURNS bigint": """
        SELECT CASE WHEN capacity.mandate_id IS NULL THEN acting_self() ELSE giver_person_id END
        FROM portal_capacity AS capacity
        LEFT JOIN portal_mandate_in_force AS mandate ON mandate.id = capacity.mandate_id
        WHERE capacity.id = acting_capacity() AND capacity.kind = 'citizen'
    """,
    "acting_company() RETURNS bigint": """
        SELECT company_id FROM portal_capacity WHERE id = acting_capacity()
    """,
    # The own company, and those whose mandate for a service is in force now.
    "acting_companies(service text) RETURNS bigint[]": """
        SELECT array_agg(id) FROM (
            SELECT acting_company() AS id
            UNION ALL
            SELECT giver_company_id FROM portal_mandate_in_force AS mandate
            WHERE holder_company_id = acting_company() AND acting_kind() = 'payroll_office'
                AND mandate.service = $1
        ) AS companies WHERE id IS NOT NULL
    """,
    "acting_institution() RETURNS bigint": """
        SELECT institution_id FROM portal_capacity WHERE id = acting_capacity()
    """,
    # The capacities of one's organisation; of who acts for none, the own alone.
    "acting_senders() RETURNS bigint[]": """
        SELECT array_agg(each.id)
        FROM portal_capacity AS own JOIN portal_capacity AS each ON each.id = own.id
            OR each.company_id = own.company_id OR each.institution_id = own.institution_id
        WHERE own.id = acting_capacity()
    """,
    # What an institution is authorised for today, in whatever capacity of the network.
    "acting_services() RETURNS text[]": """
        SELECT array_agg(service)
        FROM portal_authorisation
        WHERE institution_id = acting_institution() AND acting_kind() = 'institution'
            AND ended_at IS NULL
            AND (now() AT TIME ZONE 'Europe/Brussels')::date
                BETWEEN since AND coalesce(until, 'infinity')
    """,
    # The households in which one lives or lived, and for whom one acts.
    "acting_households() RETURNS bigint[]": """
        SELECT array_agg(household_id)
        FROM portal_householdmember WHERE person_id IN (acting_self(), acting_person())
    """,
    # Whether an account acts for a company itself; who holds a mandate for it does so too.
    "works_for(account bigint, company bigint) RETURNS boolean": """
        SELECT EXISTS (
            SELECT FROM portal_capacity
            WHERE user_id = $1 AND company_id = $2 AND kind = 'company' AND environment = 'R'
        )
    """,
    # Whom a national number stands for, or stood: known to who knows the whole number.
    "person_with_number(number text) RETURNS SETOF portal_person": """
        SELECT person.*
        FROM portal_personnumber AS each JOIN portal_person AS person ON person.id = person_id
        WHERE each.number = $1
    """,
    # Whose an identity card is: known to who has it in hand.
    "person_with_card(number text) RETURNS SETOF portal_person": """
        SELECT person.*
        FROM portal_identitycard AS card JOIN portal_person AS person ON person.id = person_id
        WHERE card.number = $1
            AND (now() AT TIME ZONE 'Europe/Brussels')::date
                BETWEEN since AND coalesce(until, 'infinity')
    """,
    # To whom the code of a helper leads: known to who was shown it.
    "person_with_code(digest text) RETURNS SETOF portal_person": """
        SELECT person.*
        FROM portal_helpercode AS code JOIN portal_person AS person ON person.id = person_id
        WHERE code.digest = $1 AND code.made_at > statement_timestamp() - interval '1 day'
    """,
    # How long the oldest event waits that was not told to all, in seconds; of no event by itself.
    "outbox_age() RETURNS double precision": """
        SELECT extract(epoch FROM clock_timestamp() - least(
            (SELECT min(happened_at) FROM portal_event WHERE fanned_out_at IS NULL),
            (SELECT min(happened_at) FROM portal_event
             WHERE id IN (SELECT event_id FROM portal_delivery WHERE status = 'pending'))
        ))
    """,
}


def _made(signature: str, body: str) -> list[str]:
    name = signature.partition(" RETURNS")[0]
    return [
        f"CREATE OR REPLACE FUNCTION {signature} LANGUAGE sql STABLE SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $${body}$$",
        f"REVOKE ALL ON FUNCTION {_types(name)} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {_types(name)} TO solida_web",
    ]


def _types(name: str) -> str:
    """The name with the types of its arguments alone, as DROP and GRANT want it."""
    function, _, arguments = name.rstrip(")").partition("(")
    return f"{function}({', '.join(each.split()[-1] for each in arguments.split(',') if each)})"


class Migration(migrations.Migration):
    """Who acts, as the database knows it: what conditions of row security ask."""

    dependencies = [("portal", "0023_web_role")]
    operations = [
        # Read with the rights of its owner.
        migrations.RunSQL(
            """
            CREATE VIEW portal_mandate_in_force AS
                SELECT id, service, giver_company_id, holder_company_id, giver_person_id,
                    holder_person_id, quarters_from, quarters_until
                FROM portal_mandate
                WHERE status = 'confirmed' AND (now() AT TIME ZONE 'Europe/Brussels')::date
                    BETWEEN since AND coalesce(until, 'infinity')
            """,
            "DROP VIEW portal_mandate_in_force",
        ),
        *(
            migrations.RunSQL(
                _made(signature, body),
                f"DROP FUNCTION {_types(signature.partition(' RETURNS')[0])}",
            )
            for signature, body in FUNCTIONS.items()
        ),
    ]
