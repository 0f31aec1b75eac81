from django.db import migrations

from portal.row_security import WEB, Rows, also_seen, secure

READ, ADD, CHANGE = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE"

SENDERS = "ANY ((SELECT acting_senders())::bigint[])"
WAGES = "ANY ((SELECT acting_companies('wages'))::bigint[])"
COMPANIES = (
    "ANY ((SELECT acting_companies('hiring'))::bigint[] ||"
    " (SELECT acting_companies('wages'))::bigint[])"
)
ME = "(SELECT acting_person())"
COLLECTOR = """
    (SELECT sector FROM portal_institution WHERE id = (SELECT acting_institution())) = 12
"""

# Read with the rights of their owner, so that conditions can look at each other's tables.
VIEWS = {
    "declarations_sent": """
        SELECT declaration.id AS declaration_id, declaration.message_id, message.capacity_id
        FROM declarations_declaration AS declaration
        JOIN portal_message AS message ON message.id = declaration.message_id
    """,
    "declarations_told": """
        SELECT declaration.id AS declaration_id, declaration.message_id, company_id, person_id
        FROM declarations_declaration AS declaration
        JOIN declarations_verdict AS verdict ON verdict.declaration_id = declaration.id
    """,
    "declarations_within": """
        SELECT part.piece_id, form.company_id
        FROM declarations_formpart AS part
        JOIN declarations_form AS form ON form.declaration_id = part.declaration_id
    """,
    "declarations_recorded": """
        SELECT record.filing_id, record.person_id, filing.company_id
        FROM declarations_workerrecord AS record
        JOIN declarations_filing AS filing ON filing.id = record.filing_id
    """,
}

# A message is found by its own statement only after that, where rows are written by the same.
SENDS = """
    CREATE FUNCTION sends(message bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM portal_message WHERE id = message AND capacity_id = acting_capacity()
        );
    END $$;
    REVOKE ALL ON FUNCTION sends(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION sends(bigint) TO solida_web;
"""
# What a receipt says of a message, to anybody who holds it: how many declarations, no content.
RECEIPT = """
    CREATE FUNCTION message_with(wanted uuid, fingerprint text)
    RETURNS TABLE (
        id bigint, ticket uuid, capacity_id bigint, service varchar, channel varchar, key varchar,
        sha256 varchar, received_at timestamptz,
        total bigint, accepted bigint, refused bigint, waiting bigint
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT message.id, message.ticket, message.capacity_id, message.service, message.channel,
            message.key, message.sha256, message.received_at, count(declaration.id),
            count(*) FILTER (WHERE result IN ('A', 'W')), count(*) FILTER (WHERE result = 'B'),
            count(declaration.id) FILTER (WHERE result IS NULL)
        FROM portal_message AS message
        LEFT JOIN declarations_declaration AS declaration ON declaration.message_id = message.id
        LEFT JOIN declarations_verdict AS verdict ON verdict.declaration_id = declaration.id
        WHERE message.ticket = $1 AND message.service = 'hiring'
            AND length($2) >= 8 AND left(message.sha256, length($2)) = $2
        GROUP BY message.id
    $$;
    REVOKE ALL ON FUNCTION message_with(uuid, text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION message_with(uuid, text) TO solida_web;
"""
# Partitions are made by their owner, whoever asks: names are made here, of two numbers.
PARTITIONS = """
    CREATE FUNCTION wages_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
        SELECT ARRAY['declarations_workerrecord', 'declarations_occupation',
            'declarations_service', 'declarations_remuneration', 'declarations_contribution',
            'declarations_deduction']
    $$;
    CREATE FUNCTION make_wages_shelf(quarter int, shelf bigint) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE whole text; part text;
    BEGIN
        FOREACH whole IN ARRAY wages_tables() LOOP
            part := format('%s_%s_%s', whole, quarter, shelf);
            EXECUTE format(
                'CREATE TABLE %I (LIKE %I, CONSTRAINT %I CHECK (quarter = %s AND shelf = %s))',
                part, whole, part || '_its_own', quarter, shelf);
        END LOOP;
    END $$;
    CREATE FUNCTION make_wages_quarter(quarter int) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE whole text; part text;
    BEGIN
        FOREACH whole IN ARRAY wages_tables() LOOP
            part := format('%s_%s', whole, quarter);
            EXECUTE format('CREATE TABLE %I (LIKE %I) PARTITION BY LIST (shelf)', part, whole);
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%s)',
                whole, part, quarter);
        END LOOP;
    END $$;
    CREATE FUNCTION seal_wages_shelf(quarter int, shelf bigint) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE whole text; part text; records text;
    BEGIN
        records := format('declarations_workerrecord_%s_%s', quarter, shelf);
        EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (id)', records);
        EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (filing_id)'
            ' REFERENCES declarations_filing (id)', records);
        EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (declaration_id)'
            ' REFERENCES declarations_declaration (id)', records);
        EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (person_id)'
            ' REFERENCES portal_person (id)', records);
        EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (piece_id)'
            ' REFERENCES declarations_piece (id)', records);
        EXECUTE format('CREATE INDEX ON %I (person_id) WHERE person_id IS NOT NULL', records);
        EXECUTE format('CREATE INDEX ON %I (filing_id)', records);
        EXECUTE format('CREATE INDEX ON %I (declaration_id)', records);
        EXECUTE format('CREATE UNIQUE INDEX ON %I (replaces) WHERE replaces IS NOT NULL', records);
        FOREACH whole IN ARRAY wages_tables() LOOP
            IF whole <> 'declarations_workerrecord' THEN
                part := format('%s_%s_%s', whole, quarter, shelf);
                EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (record_id, position)', part);
                EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (record_id) REFERENCES %I (id)',
                    part, records);
            END IF;
        END LOOP;
    END $$;
    CREATE FUNCTION attach_wages_shelf(quarter int, shelf bigint) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE whole text;
    BEGIN
        FOREACH whole IN ARRAY wages_tables() LOOP
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%s)',
                format('%s_%s', whole, quarter), format('%s_%s_%s', whole, quarter, shelf), shelf);
        END LOOP;
    END $$;
    CREATE FUNCTION open_wages_quarter(quarter int) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE last text := format('declarations_deduction_%s_0', quarter);
    BEGIN
        IF to_regclass(last) IS NULL THEN
            PERFORM pg_advisory_xact_lock(4004, quarter);
            IF to_regclass(last) IS NULL THEN
                PERFORM make_wages_quarter(quarter), make_wages_shelf(quarter, 0);
                PERFORM seal_wages_shelf(quarter, 0), attach_wages_shelf(quarter, 0);
            END IF;
        END IF;
    END $$;
    REVOKE ALL ON FUNCTION make_wages_quarter(int), make_wages_shelf(int, bigint),
        seal_wages_shelf(int, bigint), attach_wages_shelf(int, bigint), open_wages_quarter(int)
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION make_wages_shelf(int, bigint), open_wages_quarter(int)
        TO solida_web;
"""
NO_PARTITIONS = """
    DROP FUNCTION make_wages_quarter(int), make_wages_shelf(int, bigint),
        seal_wages_shelf(int, bigint), attach_wages_shelf(int, bigint), open_wages_quarter(int),
        wages_tables()
"""
# The keys of filings, made where there are none: whoever declares for a company, also when it will
# be refused, takes no more than a key.
FILINGS = """
    CREATE FUNCTION filings_of(companies bigint[], quarters int[], environment text)
    RETURNS TABLE (company_id bigint, quarter int, id bigint)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH asked AS (
            SELECT DISTINCT * FROM unnest(companies, quarters) AS asked (company_id, quarter)
        ), made AS (
            INSERT INTO declarations_filing (company_id, quarter, environment)
            SELECT asked.company_id, asked.quarter, $3 FROM asked
            ON CONFLICT (company_id, quarter, environment) DO NOTHING
            RETURNING company_id, quarter, id
        )
        SELECT company_id, quarter, id FROM made
        UNION
        SELECT filing.company_id, filing.quarter, filing.id
        FROM declarations_filing AS filing JOIN asked USING (company_id, quarter)
        WHERE filing.environment = $3
    $$;
    REVOKE ALL ON FUNCTION filings_of(bigint[], int[], text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION filings_of(bigint[], int[], text) TO solida_web;
"""


def _sent_by_us(declaration: str) -> str:
    return f"""EXISTS (
        SELECT FROM declarations_sent AS sent
        WHERE sent.declaration_id = {declaration} AND sent.capacity_id = {SENDERS}
    )"""


def _there(table: str, key: str, own: str) -> str:
    """What belongs to a row of another table, where that is seen."""
    return f"EXISTS (SELECT FROM {table} AS above WHERE above.{key} = {own})"


def _of_record(table: str) -> Rows:
    record = "above.quarter = {0}.quarter AND above.shelf = {0}.shelf AND above.id = record_id"
    condition = record.format(table)
    return Rows(READ, f"EXISTS (SELECT FROM declarations_workerrecord AS above WHERE {condition})")


def _may_declare(filing: str) -> str:
    """The own quarters, and those that a mandate in force is about."""
    return f"""(
        {filing}.company_id = (SELECT acting_company()) OR {filing}.company_id = {WAGES}
        AND EXISTS (
            SELECT FROM portal_mandate AS mandate
            WHERE mandate.giver_company_id = {filing}.company_id
                AND mandate.holder_company_id = (SELECT acting_company())
                AND mandate.service = 'wages' AND mandate.status = 'confirmed'
                AND {filing}.quarter BETWEEN coalesce(mandate.quarters_from, 0)
                    AND coalesce(mandate.quarters_until, 99999)
        )
    )"""  # noqa: S608 - texts of ours


def _in_filing(filing: str) -> str:
    return f"""EXISTS (
        SELECT FROM declarations_filing AS filing
        WHERE filing.id = {filing} AND {_may_declare("filing")}
    )"""


def _in_account(filing: str) -> str:
    """The quarter of a company for which one acts; who collects sees all."""
    return f"{COLLECTOR} OR {_in_filing(filing)}"


OWN_LOAD = f"""EXISTS (
    SELECT FROM declarations_load AS load
    JOIN portal_sender AS sender ON sender.message_id = load.message_id
    WHERE load.id = load_id AND sender.capacity_id = {SENDERS}
)"""

TABLES = {
    # What was declared: of who sent it, and of whom it is about once that is known.
    "declarations_declaration": Rows(
        ADD,
        f"""
        EXISTS (
            SELECT FROM portal_sender AS sender
            WHERE sender.message_id = declarations_declaration.message_id
                AND sender.capacity_id = {SENDERS}
        ) OR EXISTS (
            SELECT FROM declarations_told AS told
            WHERE told.declaration_id = declarations_declaration.id
                AND (told.company_id = {COMPANIES} OR told.person_id = {ME})
        )
        """,  # noqa: S608 - texts of ours
        written="""
        EXISTS (
            SELECT FROM portal_sender AS sender
            WHERE sender.message_id = declarations_declaration.message_id
                AND sender.capacity_id = (SELECT acting_capacity())
        ) OR sends(message_id)
        """,
    ),
    "declarations_verdict": Rows(
        READ,
        f"company_id = {COMPANIES} OR person_id = {ME} OR "
        + _sent_by_us("declarations_verdict.declaration_id"),
    ),
    "declarations_receiptfile": Rows(ADD, _there("portal_message", "id", "message_id")),
    "declarations_sender": Rows(READ, "company_id = (SELECT acting_company())"),
    "declarations_droppedfile": Rows(
        ADD, f"capacity_id = {SENDERS}", written="capacity_id = (SELECT acting_capacity())"
    ),
    "declarations_sending": Rows(ADD, _there("declarations_droppedfile", "id", "trigger_id")),
    # Periods of work; an inspector locks them.
    "declarations_employmentperiod": Rows(
        "SELECT, UPDATE (is_locked, changed_at)",
        f"company_id = {COMPANIES} OR person_id = {ME}"
        " OR (SELECT acting_services())::text[] && '{persons,inspection}'",
        written="'inspection' = ANY ((SELECT acting_services())::text[])",
    ),
    "declarations_perioddeclaration": Rows(
        READ, _there("declarations_employmentperiod", "id", "period_id")
    ),
    "declarations_periodlock": Rows(
        ADD,
        _there("declarations_employmentperiod", "id", "period_id"),
        written="'inspection' = ANY ((SELECT acting_services())::text[])",
    ),
    "declarations_identitysearch": Rows(
        READ, _there("declarations_declaration", "id", "declaration_id")
    ),
    "declarations_dailyregistration": Rows(
        READ, _there("declarations_employmentperiod", "id", "period_id")
    ),
    "declarations_registrationdeclaration": Rows(
        READ, _there("declarations_dailyregistration", "id", "registration_id")
    ),
    # What institutions say.
    "declarations_statusreport": Rows(
        ADD,
        f"institution_id = (SELECT acting_institution()) OR person_id = {ME}",
        written="institution_id = (SELECT acting_institution())",
    ),
    # Messages of wages, as they came.
    "declarations_load": Rows(CHANGE, _there("portal_message", "id", "message_id")),
    "declarations_shelf": Rows(ADD, OWN_LOAD),
    # Who is declared of in a piece reads there what was declared.
    "declarations_piece": Rows(
        ADD,
        f"""
        {OWN_LOAD} OR EXISTS (
            SELECT FROM declarations_within AS within
            WHERE within.piece_id = declarations_piece.id AND within.company_id = {WAGES}
        )
        """,
        written=OWN_LOAD,
    ),
    "declarations_piecereading": Rows(READ, _there("declarations_piece", "id", "piece_id")),
    "declarations_form": Rows(
        ADD,
        f"company_id = {WAGES} OR " + _there("declarations_declaration", "id", "declaration_id"),
        written=OWN_LOAD,
    ),
    "declarations_formpart": Rows(READ, _there("declarations_declaration", "id", "declaration_id")),
    # What is declared of a quarter. Partitions are closed: the web reads the whole table.
    "declarations_filing": Rows(
        READ,
        f"""
        {_may_declare("declarations_filing")} OR {COLLECTOR} OR {ME} IS NOT NULL AND id IN (
            SELECT recorded.filing_id FROM declarations_recorded AS recorded
            WHERE recorded.person_id = {ME}
        )
        """,  # noqa: S608 - texts of ours
    ),
    "declarations_workerrecord": Rows(
        READ,
        f"""
        person_id = {ME} OR {_in_filing("declarations_workerrecord.filing_id")}
        OR {_sent_by_us("declarations_workerrecord.declaration_id")}
        """,
    ),
    **{
        table: _of_record(table)
        for table in (
            "declarations_occupation",
            "declarations_service",
            "declarations_remuneration",
            "declarations_contribution",
            "declarations_deduction",
        )
    },
    "declarations_employerentry": Rows(
        READ,
        f"{_in_account('filing_id')} OR {_sent_by_us('declarations_employerentry.declaration_id')}",
    ),
    "declarations_draftworker": Rows("SELECT, INSERT, UPDATE, DELETE", f"company_id = {WAGES}"),
    # Accounts.
    "declarations_bankstatement": Rows(READ, COLLECTOR),
    "declarations_payment": Rows(
        READ,
        f"{COLLECTOR} OR {_there('declarations_statemententry', 'payment_id', 'declarations_payment.id')}",
    ),
    "declarations_statemententry": Rows(ADD, _in_account("filing_id"), written=COLLECTOR),
}

# Whom one employs or employed, or declared; of whom an institution reported.
STAFF = f"""
    (SELECT acting_company()) IS NOT NULL AND (
        EXISTS (
            SELECT FROM declarations_employmentperiod AS period
            WHERE period.person_id = {{person}} AND period.company_id = {COMPANIES}
        ) OR EXISTS (
            SELECT FROM declarations_verdict AS verdict
            WHERE verdict.person_id = {{person}} AND verdict.company_id = {COMPANIES}
        ) OR EXISTS (
            SELECT FROM declarations_draftworker AS draft
            WHERE draft.person_id = {{person}} AND draft.company_id = {WAGES}
        ) OR EXISTS (
            SELECT FROM declarations_recorded AS recorded
            WHERE recorded.person_id = {{person}} AND recorded.company_id = {WAGES}
        )
    ) OR (SELECT acting_kind()) = 'institution' AND EXISTS (
        SELECT FROM declarations_statusreport AS report
        WHERE report.person_id = {{person}}
            AND report.institution_id = (SELECT acting_institution())
    )
"""  # noqa: S608 - texts of ours
# Of whom an institution has a file, as far as it is authorised to ask.
ASKED = """
    '{service}' = ANY ((SELECT acting_services())::text[]) AND EXISTS (
        SELECT FROM portal_file AS file
        WHERE file.person_id = {table}.person_id
            AND file.institution_id = (SELECT acting_institution())
    )
"""
SERVICES = {
    "declarations_employmentperiod": "career",
    "declarations_workerrecord": "career",
    "declarations_statusreport": "support",
}


class Migration(migrations.Migration):
    """Open the tables of declarations to the web: to each its own rows."""

    dependencies = [
        ("declarations", "0019_serials"),
        ("portal", "0025_row_security"),
    ]
    operations = [
        *(
            migrations.RunSQL(
                [f"CREATE VIEW {name} AS {query}", f"GRANT SELECT ON {name} TO {WEB}"],
                f"DROP VIEW {name}",
            )
            for name, query in VIEWS.items()
        ),
        migrations.RunSQL(SENDS, "DROP FUNCTION sends(bigint)"),
        migrations.RunSQL(FILINGS, "DROP FUNCTION filings_of(bigint[], int[], text)"),
        migrations.RunSQL(RECEIPT, "DROP FUNCTION message_with(uuid, text)"),
        migrations.RunSQL(PARTITIONS, NO_PARTITIONS),
        *secure(TABLES),
        *also_seen(
            "staff",
            {
                "portal_person": STAFF.format(person="portal_person.id"),
                "portal_personnumber": STAFF.format(person="portal_personnumber.person_id"),
            },
        ),
        *also_seen(
            "asked",
            {table: ASKED.format(service=each, table=table) for table, each in SERVICES.items()}
            | {
                # A key alone: whose quarter it is stands in the directory of companies.
                "declarations_filing": "'career' = ANY ((SELECT acting_services())::text[])"
            },
        ),
        *also_seen(
            "told",
            {
                "portal_message": f"""EXISTS (
                    SELECT FROM declarations_told AS told
                    WHERE told.message_id = portal_message.id AND told.company_id = {COMPANIES}
                )"""
            },
        ),
    ]
