from django.db import migrations

from portal.row_security import WEB, Rows, Shared, also_seen, secure

READ, ADD, CHANGE = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE"
ANYTHING = "SELECT, INSERT, UPDATE, DELETE"

MINE = "capacity_id = (SELECT acting_capacity())"
OF_MY_OFFICE = "institution_id = (SELECT acting_institution())"
# The institution that keeps the register of persons.
REGISTER = "'persons' = ANY ((SELECT acting_services())::text[])"
# Of whom one's institution has a file.
IN_FILE = """
    (SELECT acting_kind()) = 'institution' AND EXISTS (
        SELECT FROM portal_file AS file
        WHERE file.person_id = {person} AND file.institution_id = (SELECT acting_institution())
    )
"""
# Who lives or lived with such a person.
WITH_FILE = f"""
    EXISTS (
        SELECT FROM portal_living AS one JOIN portal_living AS other USING (household_id)
        WHERE one.person_id = {{person}} AND {IN_FILE.format(person="other.person_id")}
    )
"""
# Oneself, for whom one acts, and of whom one's institution has a file.
KNOWN = f"""
    {{person}} = (SELECT acting_self()) OR {{person}} = (SELECT acting_person()) OR {REGISTER}
    OR {IN_FILE}
"""
# Whom one found by the whole number, today: that left a line.
IDENTIFIED = """
    EXISTS (
        SELECT FROM portal_accessline AS line
        WHERE line.person_id = {person} AND line.capacity_id = (SELECT acting_capacity())
            AND line.purpose IN ('declaration', 'search') AND line.at > now() - interval '1 day'
    )
"""
# Whose name stands on a page: of colleagues, of who lives in the same household, of who sent a
# message or looked at a file.
NAMED = """
    (SELECT acting_capacity()) IS NOT NULL AND EXISTS (
        SELECT FROM portal_user AS account
        WHERE account.person_id = portal_person.id AND (
            EXISTS (
                SELECT FROM portal_capacity AS capacity WHERE capacity.user_id = account.id
                    AND capacity.id = ANY ((SELECT acting_senders())::bigint[])
            )
            OR account.id IN (
                SELECT capacity.user_id
                FROM portal_accessline AS line
                JOIN portal_capacity AS capacity ON capacity.id = line.capacity_id
                WHERE line.person_id = (SELECT acting_person())
            )
        )
    )
    OR (SELECT acting_kind()) = 'supervisor' AND EXISTS (
        SELECT FROM portal_glassbreak AS glass WHERE glass.person_id = portal_person.id
    )
    OR portal_person.id IN (
        SELECT unnest(ARRAY[mandate.giver_person_id, mandate.holder_person_id])
        FROM portal_mandate AS mandate
        WHERE (SELECT acting_self()) IN (mandate.giver_person_id, mandate.holder_person_id)
    )
    OR EXISTS (
        SELECT FROM portal_householdmember AS member WHERE member.person_id = portal_person.id
            AND member.household_id = ANY ((SELECT acting_households())::bigint[])
    )
"""


def _known(table: str) -> str:
    """Of one more fact about a person; an unqualified name would be that of an inner table."""
    return KNOWN.format(person=f"{table}.person_id")


TABLES = {
    # Who is who.
    "portal_person": Rows(
        CHANGE,
        f"{KNOWN} OR {IDENTIFIED}".format(person="portal_person.id"),
        written=f"{REGISTER} OR portal_person.id = (SELECT acting_person())",  # the language
    ),
    "portal_personname": Rows(CHANGE, _known("portal_personname"), written=REGISTER),
    "portal_personnumber": Rows(
        CHANGE,
        f"{KNOWN} OR {IDENTIFIED}".format(person="portal_personnumber.person_id"),
        written=REGISTER,
    ),
    "portal_identitycard": Rows(READ, _known("portal_identitycard")),
    "portal_household": Rows(
        CHANGE,
        f"""
        {REGISTER} OR EXISTS (
            SELECT FROM portal_householdmember AS member
            WHERE member.household_id = portal_household.id
        )
        """,
        written=REGISTER,
    ),
    "portal_householdmember": Rows(
        CHANGE,
        f"{REGISTER} OR household_id = ANY ((SELECT acting_households())::bigint[]) OR "
        + WITH_FILE.format(person="portal_householdmember.person_id"),
        written=REGISTER,
    ),
    "portal_contactdetails": Rows(ADD, "person_id = (SELECT acting_person())"),
    "portal_export": Rows(CHANGE, "person_id = (SELECT acting_person())"),
    "portal_company": Shared(READ, "the directory of companies is public"),
    "portal_institution": Shared(READ, "the institutions of the network are public"),
    # Who acts.
    "portal_user": Shared(
        "SELECT, UPDATE",
        "read before it is known who acts: to sign in",
        written="id = (SELECT acting_user())",
    ),
    "portal_capacity": Shared(
        ADD,
        "read to know who acts; names no person",
        # The one that a mandate gives to its holder, once it is confirmed.
        written="""
        kind = 'citizen' AND EXISTS (
            SELECT FROM portal_mandate AS mandate
            JOIN portal_user AS account ON account.person_id = mandate.holder_person_id
            WHERE mandate.id = mandate_id AND mandate.status = 'confirmed'
                AND account.id = user_id
        ) OR kind = 'payroll_office' AND environment = 'R' AND EXISTS (
            SELECT FROM portal_mandate AS mandate
            WHERE mandate.holder_company_id = company_id AND mandate.status = 'confirmed'
        ) AND works_for(user_id, company_id)
        """,
    ),
    "portal_representation": Rows(
        CHANGE,
        f"{REGISTER} OR (SELECT acting_self()) IN (person_id, representative_id)",
        written=REGISTER,
    ),
    "portal_mandate": Rows(
        CHANGE,
        "(SELECT acting_company()) IN (giver_company_id, holder_company_id)"
        " OR (SELECT acting_self()) IN (giver_person_id, holder_person_id)"
        f" OR representation_id IS NOT NULL AND {REGISTER}",
    ),
    "portal_mandatestep": Rows(
        ADD, "EXISTS (SELECT FROM portal_mandate AS mandate WHERE mandate.id = mandate_id)"
    ),
    "portal_helpercode": Shared(
        ANYTHING,
        "hashes of secrets; who was shown one uses it up",
        "person_id = (SELECT acting_self())",
    ),
    # Evidence of who looked.
    "portal_accessline": Rows(
        ADD,
        f"""
        {MINE} OR person_id = (SELECT acting_person())
        OR glass_id IS NOT NULL AND (SELECT acting_kind()) = 'supervisor' AND EXISTS (
            SELECT FROM portal_glassbreak AS glass WHERE glass.id = portal_accessline.glass_id
        )
        """,  # noqa: S608 - texts of ours
        written=MINE,
    ),
    "portal_glassbreak": Rows(
        ADD,
        "capacity_id = ANY ((SELECT acting_senders())::bigint[])"
        " OR person_id = (SELECT acting_person())",
        written=MINE,
    ),
    "portal_glassreview": Rows(
        ADD, "EXISTS (SELECT FROM portal_glassbreak AS glass WHERE glass.id = glass_id)", MINE
    ),
    # The reference directory.
    "portal_availableservice": Shared(READ, "which data are to be had is public"),
    "portal_authorisation": Shared(READ, "who may ask for which data is public"),
    "portal_registration": Rows(
        CHANGE,
        f"{OF_MY_OFFICE} OR person_id = (SELECT acting_person()) OR "
        + IN_FILE.format(person="portal_registration.person_id"),
        written=OF_MY_OFFICE,
    ),
    "portal_exchange": Rows(
        ADD, f"{OF_MY_OFFICE} OR person_id = (SELECT acting_person())", written=MINE
    ),
    # What comes in and goes out.
    # Who shows its receipt sees a message. A person also sees the message that caused a decision, and an employer what it was told.
    "portal_message": Rows(
        ADD,
        """
        capacity_id = ANY ((SELECT acting_senders())::bigint[])
        OR ticket = (SELECT shown_receipt())
        OR EXISTS (
            SELECT FROM portal_event AS event
            WHERE event.message_id = portal_message.id AND (
                event.person_id = (SELECT acting_person())
                OR event.company_id = ANY ((SELECT acting_companies('hiring'))::bigint[])
            )
        )
        """,
        written=MINE,
    ),
    "portal_event": Rows(
        ADD,
        f"""
        person_id = (SELECT acting_person()) OR {IN_FILE.format(person="portal_event.person_id")}
        OR company_id = ANY ((SELECT acting_companies('hiring'))::bigint[])
        OR EXISTS (
            SELECT FROM portal_sender AS sender WHERE sender.message_id = portal_event.message_id
                AND sender.capacity_id = ANY ((SELECT acting_senders())::bigint[])
        )
        """,  # noqa: S608 - texts of ours
        written="(SELECT acting_capacity()) IS NOT NULL",  # a hint: the worker looks for itself
    ),
    "portal_pushsubscription": Rows(
        CHANGE,
        f"{OF_MY_OFFICE} OR company_id = (SELECT acting_company())",
        written=f"{MINE} OR {OF_MY_OFFICE} OR company_id = (SELECT acting_company())",
    ),
    **{
        table: Rows(
            ANYTHING,
            """EXISTS (
                SELECT FROM portal_pushsubscription AS above WHERE above.id = subscription_id
            )""",
        )
        for table in ("portal_listedperson", "portal_webhook")
    },
    "portal_heldback": Rows(
        ANYTHING,
        "EXISTS (SELECT FROM portal_webhook AS above WHERE above.subscription_id = webhook_id)",
    ),
    "portal_batch": Shared(READ, "the order of events, by their keys alone"),
    "portal_letter": Rows(ADD, "person_id = (SELECT acting_person())"),
    "portal_letterfile": Rows(
        ADD, "EXISTS (SELECT FROM portal_letter AS letter WHERE letter.id = letter_id)"
    ),
    # What holds nobody's data.
    "portal_block": Shared(READ, "hashes, by which anybody checks a proof"),
    "portal_heartbeat": Shared(READ, "when the worker was last alive"),
    "portal_tally": Shared(ANYTHING, "how often somebody tried: hashes, counted before signing in"),
    "portal_cache": Shared(ANYTHING, "how often somebody tried: hashes, counted before signing in"),
    # Of the packages that sign in.
    "django_session": Shared(ANYTHING, "found by a secret, before it is known who acts"),
    "usersessions_usersession": Rows(ANYTHING, "user_id = (SELECT acting_user())"),
    "account_emailaddress": Shared(CHANGE, "read before it is known who acts: to sign in"),
    "mfa_authenticator": Shared(ANYTHING, "asked of who is not signed in yet"),
    "allauth_idp_oidc_client": Shared(READ, "read before it is known who acts: to let in"),
    "allauth_idp_oidc_token": Shared(ANYTHING, "found by a secret, before it is known who acts"),
}


class Migration(migrations.Migration):
    """Open the tables of the ground floor to the web: to each its own rows."""

    dependencies = [
        ("portal", "0024_actor"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("allauth_idp_oidc", "0003_client_allow_uri_wildcards"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.RunSQL(
            # Read with the rights of its owner, so that conditions can look at each other's tables.
            [
                "CREATE VIEW portal_sender AS"
                " SELECT id AS message_id, capacity_id FROM portal_message",
                "CREATE VIEW portal_living AS"
                " SELECT household_id, person_id FROM portal_householdmember",
                "CREATE VIEW portal_file AS SELECT person_id, institution_id"
                " FROM portal_registration WHERE ended_at IS NULL",
                f"GRANT SELECT ON portal_sender, portal_living, portal_file TO {WEB}",
            ],
            "DROP VIEW portal_sender, portal_living, portal_file",
        ),
        *secure(TABLES),
        *also_seen("named", {"portal_person": NAMED}),
        *also_seen(
            "lives_with",
            {
                "portal_person": WITH_FILE.format(person="portal_person.id"),
                "portal_personnumber": WITH_FILE.format(person="portal_personnumber.person_id"),
            },
        ),
    ]
