from django.db import migrations

HEAD = """
    CREATE OR REPLACE FUNCTION filings_of(companies bigint[], quarters int[], environment text)
    RETURNS TABLE (company_id bigint, quarter int, id bigint)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
"""
# Two that make the same filings at once make them in the same order, so that the second waits for
# the first and never the first for the second. A statement of its own looks for them after that: it
# sees what the other made.
IN_ORDER = f"""{HEAD}
        INSERT INTO declarations_filing (company_id, quarter, environment)
        SELECT DISTINCT asked.company_id, asked.quarter, $3
        FROM unnest(companies, quarters) AS asked (company_id, quarter)
        ORDER BY asked.company_id, asked.quarter
        ON CONFLICT (company_id, quarter, environment) DO NOTHING;
        SELECT filing.company_id, filing.quarter, filing.id
        FROM declarations_filing AS filing
        WHERE filing.environment = $3 AND (filing.company_id, filing.quarter) IN (
            SELECT * FROM unnest(companies, quarters)
        );
    $$
"""  # noqa: S608 - texts of ours
BEFORE = f"""{HEAD}
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
    $$
"""  # noqa: S608 - texts of ours
OPEN = """
    CREATE OR REPLACE FUNCTION open_wages_quarter(quarter int) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE last text := format('declarations_deduction_%s_0', quarter);
    BEGIN
        IF to_regclass(last) IS NULL THEN
            PERFORM pg_advisory_xact_lock(4004, quarter);
            IF {missing} THEN
                PERFORM make_wages_quarter(quarter), make_wages_shelf(quarter, 0);
                PERFORM seal_wages_shelf(quarter, 0), attach_wages_shelf(quarter, 0);
            END IF;
        END IF;
    END $$
"""
# A session remembers that there was no such table, also while it waits for who makes it: the rows
# of the catalogue say what there is now.
LOOKED_UP = OPEN.replace("{missing}", "NOT EXISTS (SELECT FROM pg_class WHERE relname = last)")
REMEMBERED = OPEN.replace("{missing}", "to_regclass(last) IS NULL")


class Migration(migrations.Migration):
    """Let several large files of the same employers and of a new quarter come at once."""

    dependencies = [("declarations", "0027_social_risk_row_security")]
    operations = [
        migrations.RunSQL(IN_ORDER, BEFORE),
        migrations.RunSQL(LOOKED_UP, REMEMBERED),
    ]
