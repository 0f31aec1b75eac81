from django.db import migrations

from portal.row_security import Rows, secure

ADD = "SELECT, INSERT"
LEAST = 5  # people, before sums are told
OURS = "office_id = (SELECT acting_institution())"

FUNCTIONS = f"""
    -- Count the answers of one of the staff, once; false where that is not to be.
    CREATE FUNCTION answer_survey(survey bigint, digest text, questions text[], scores integer[])
    RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE today date := (now() AT TIME ZONE 'Europe/Brussels')::date;
    BEGIN
        IF NOT EXISTS (
            SELECT FROM casework_survey AS asked
            WHERE asked.id = answer_survey.survey AND asked.closes >= today
                AND (acting_capacity() IS NULL OR acting_kind() = 'caseworker'
                    AND asked.office_id = acting_institution())
        ) THEN RETURN false; END IF;
        INSERT INTO casework_surveytoken (digest, survey_id)
            VALUES (answer_survey.digest, answer_survey.survey) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN false; END IF;
        INSERT INTO casework_surveycount AS counted (survey_id, question, score, people)
            SELECT answer_survey.survey, given.question, given.score, 1
            FROM unnest(questions, scores) AS given (question, score)
            ORDER BY 2, 3
            ON CONFLICT (survey_id, question, score) DO UPDATE SET people = counted.people + 1;
        RETURN true;
    END $$;
    -- The sums of closed surveys of the supervisor's office that enough people answered.
    CREATE FUNCTION survey_results(office bigint)
    RETURNS TABLE (survey bigint, question text, score integer, people integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT counted.survey_id, counted.question::text, counted.score::integer, counted.people
        FROM casework_surveycount AS counted
        JOIN casework_survey AS asked ON asked.id = counted.survey_id
        WHERE asked.office_id = survey_results.office
            AND asked.closes < (now() AT TIME ZONE 'Europe/Brussels')::date
            AND (acting_capacity() IS NULL
                OR acting_kind() = 'supervisor' AND asked.office_id = acting_institution())
            AND (
                SELECT count(*) FROM casework_surveytoken AS token
                WHERE token.survey_id = asked.id
            ) >= {LEAST}
    $$;
    REVOKE ALL ON FUNCTION answer_survey(bigint, text, text[], integer[]), survey_results(bigint)
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION answer_survey(bigint, text, text[], integer[]),
        survey_results(bigint) TO solida_web;
"""  # noqa: S608 - texts of ours
NO_FUNCTIONS = """
    DROP FUNCTION answer_survey(bigint, text, text[], integer[]);
    DROP FUNCTION survey_results(bigint);
"""
TABLES = {
    # The other two tables stay closed: the functions alone come to them.
    "casework_survey": Rows(ADD, OURS, written=f"(SELECT acting_kind()) = 'supervisor' AND {OURS}")
}


class Migration(migrations.Migration):
    """Open surveys to the office; what was answered to nobody but as sums."""

    dependencies = [("casework", "0039_surveys")]
    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS), *secure(TABLES)]
