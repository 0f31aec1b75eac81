from django.db import migrations

LEAST = 5  # what is told of opinions is told of so many people together
WORDS = f"""
    -- What was written about the supervisor's office, of weeks in which enough people said
    -- something; in an order that says neither who nor when. Weeks begin on Monday in Brussels.
    CREATE OR REPLACE FUNCTION rating_words() RETURNS TABLE (words text) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT said.words FROM (
            SELECT weekly.words, weekly.week, count(*) OVER (PARTITION BY weekly.week) AS people
            FROM (
                SELECT rating.words,
                    date_trunc('week', rating.at AT TIME ZONE 'Europe/Brussels') AS week
                FROM casework_rating AS rating
                WHERE rating.office_id = acting_institution() AND acting_kind() = 'supervisor'
                    AND rating.at > now() - interval '91 days'
            ) AS weekly
        ) AS said
        WHERE said.people >= {LEAST} AND said.words <> ''
        ORDER BY said.week DESC, md5(said.words)
        LIMIT 200
    $$;
"""  # noqa: S608 - a text of ours


class Migration(migrations.Migration):
    """Put what people say into the weeks of Brussels, not of UTC."""

    dependencies = [("casework", "0078_row_security_of_caseload")]
    operations = [migrations.RunSQL(WORDS, migrations.RunSQL.noop)]
