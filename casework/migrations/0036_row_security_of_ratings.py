from django.db import migrations

from portal.row_security import Rows, Shared, secure

READ, ADD = "SELECT", "SELECT, INSERT"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
# What is told of opinions is told of so many people together.
LEAST = 5

FUNCTIONS = f"""
    -- What one may say something of: an own contact, or a decision on an own application.
    CREATE FUNCTION rates(contact bigint, decision bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE me bigint := acting_person();
    BEGIN
        RETURN me IS NOT NULL AND (
            EXISTS (
                SELECT FROM casework_contact AS told
                WHERE told.id = contact AND told.person_id = me
            ) OR EXISTS (
                SELECT FROM benefits_decision AS made
                WHERE made.id = decision AND made.person_id = me
            )
        );
    END $$;
    -- What was written about the supervisor's office, of weeks in which enough people said
    -- something; in an order that says neither who nor when.
    CREATE FUNCTION rating_words() RETURNS TABLE (words text) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT said.words FROM (
            SELECT rating.words, date_trunc('week', rating.at) AS week,
                count(*) OVER (PARTITION BY date_trunc('week', rating.at)) AS people
            FROM casework_rating AS rating
            WHERE rating.office_id = acting_institution() AND acting_kind() = 'supervisor'
                AND rating.at > now() - interval '91 days'
        ) AS said
        WHERE said.people >= {LEAST} AND said.words <> ''
        ORDER BY said.week DESC, md5(said.words)
        LIMIT 200
    $$;
    -- What was sought in vain in the supervisor's office; of no contact by itself.
    CREATE FUNCTION missing_answers() RETURNS TABLE (topic text, sought text, times bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT contact.topic, lower(lookup.sought), count(*)
        FROM casework_lookup AS lookup
        JOIN casework_contact AS contact ON contact.id = lookup.contact_id
        JOIN portal_capacity AS recorder ON recorder.id = contact.recorded_by_id
        WHERE lookup.url = '' AND acting_kind() = 'supervisor'
            AND acting_institution() IN (contact.office_id, recorder.institution_id)
        GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT 200
    $$;
    REVOKE ALL ON FUNCTION rates(bigint, bigint), rating_words(), missing_answers() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION rates(bigint, bigint), rating_words(), missing_answers()
        TO solida_web;
"""  # noqa: S608 - texts of ours
NO_FUNCTIONS = """
    DROP FUNCTION rates(bigint, bigint) CASCADE;
    DROP FUNCTION rating_words();
    DROP FUNCTION missing_answers();
"""
TABLES = {
    "casework_informationpage": Shared(READ, "what the portal tells everybody"),
    "casework_lookup": Rows(
        ADD, "sees_contact(contact_id)", written=f"{CASEWORKER} AND sees_contact(contact_id)"
    ),
    # Staff see none of it by itself.
    "casework_rating": Rows(ADD, "rates(contact_id, decision_id)"),
}


class Migration(migrations.Migration):
    """Open what people say to themselves alone, and to supervisors what groups say."""

    dependencies = [("casework", "0035_ratings_append_only")]
    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS), *secure(TABLES)]
