from django.db import migrations

HEAD = """
    CREATE OR REPLACE FUNCTION {name}(quarter int, shelf bigint) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
"""
SHARED = """
        EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (filing_id)'
            ' REFERENCES declarations_filing (id){later}', records);
        EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (declaration_id)'
            ' REFERENCES declarations_declaration (id){later}', records);
        EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (person_id)'
            ' REFERENCES portal_person (id){later}', records);
        EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY (piece_id)'
            ' REFERENCES declarations_piece (id){later}', records);
"""
OWN = """
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
"""
SEAL = (
    HEAD.format(name="seal_wages_shelf")
    + """
    DECLARE whole text; part text; records text;
    BEGIN
        records := format('declarations_workerrecord_%s_%s', quarter, shelf);
        EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (id)', records);
        {steps}
    END $$
"""
)
ATTACH = (
    HEAD.format(name="attach_wages_shelf")
    + """
    DECLARE whole text; key text;
        records text := format('declarations_workerrecord_%s_%s', quarter, shelf);
    BEGIN
        {checked}
        FOREACH whole IN ARRAY wages_tables() LOOP
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%s)',
                format('%s_%s', whole, quarter), format('%s_%s_%s', whole, quarter, shelf), shelf);
        END LOOP;
    END $$
"""
)
CHECKED = """
        FOR key IN
            SELECT conname FROM pg_constraint
            WHERE conrelid = records::regclass AND NOT convalidated ORDER BY conname
        LOOP
            EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT %I', records, key);
        END LOOP;
"""


class Migration(migrations.Migration):
    """Hold up nobody who writes while the rows of a shelf are checked against shared tables.

    A foreign key is added under a lock that keeps writers of the other table out until the end of
    the transaction: so it comes last, and is checked by another transaction, under one that does
    not.
    """

    dependencies = [("declarations", "0028_taken_at_once")]
    operations = [
        migrations.RunSQL(
            SEAL.replace("{steps}", OWN + SHARED.replace("{later}", " NOT VALID")),
            SEAL.replace("{steps}", SHARED.replace("{later}", "") + OWN),
        ),
        migrations.RunSQL(ATTACH.replace("{checked}", CHECKED), ATTACH.replace("{checked}", "")),
    ]
