from django.db import migrations

from portal.row_security import Rows, also_seen, secure

ADD, CHANGE = "SELECT, INSERT", "SELECT, INSERT, UPDATE"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
OURS = f"{CASEWORKER} AND office_id = (SELECT acting_institution())"
MINE = "ANY ((SELECT acting_cases())::bigint[])"
# The person of a case answers, or who helps them.
IN_ITS_PLACE = "(SELECT acting_person()) IS NOT NULL AND "

# Conditions on conditions would be planned in each query: the plans of functions are kept. Those
# that run with the rights of who asks see what may be seen.
FUNCTIONS = """
    -- The cases about what a person, in whose name one acts, applied for or objected to.
    CREATE FUNCTION acting_cases() RETURNS bigint[] LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE me bigint := acting_person();
    BEGIN
        IF me IS NULL THEN RETURN NULL; END IF;
        RETURN ARRAY(
            SELECT held.id FROM casework_case AS held
            JOIN benefits_claim AS claim ON claim.id = held.claim_id WHERE claim.person_id = me
            UNION ALL
            SELECT held.id FROM casework_case AS held
            JOIN benefits_objection AS objection ON objection.id = held.objection_id
            WHERE objection.person_id = me
        );
    END $$;
    CREATE FUNCTION sees_case(held bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_case AS above WHERE above.id = held);
    END $$;
    CREATE FUNCTION sees_question(question bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_question AS asked WHERE asked.id = question);
    END $$;
    CREATE FUNCTION sees_answer(answer bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_answer AS given WHERE given.id = answer);
    END $$;
    CREATE FUNCTION sees_answer_with(content text) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM public.casework_answerfile AS file WHERE file.content_id = content
        );
    END $$;
    REVOKE ALL ON FUNCTION acting_cases(), sees_case(bigint), sees_question(bigint),
        sees_answer(bigint), sees_answer_with(text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION acting_cases(), sees_case(bigint), sees_question(bigint),
        sees_answer(bigint), sees_answer_with(text) TO solida_web;
"""
NO_FUNCTIONS = """
    DROP FUNCTION acting_cases() CASCADE;
    DROP FUNCTION sees_answer_with(text) CASCADE;
    DROP FUNCTION sees_answer(bigint) CASCADE;
    DROP FUNCTION sees_question(bigint) CASCADE;
    DROP FUNCTION sees_case(bigint) CASCADE;
"""

TABLES = {
    # Who applied or objected sees that there is a case.
    "casework_case": Rows(CHANGE, f"id = {MINE} OR {OURS}", written=OURS),
    "casework_question": Rows(
        ADD,
        f"case_id = {MINE} OR {CASEWORKER} AND sees_case(case_id)",
        written=f"{CASEWORKER} AND sees_case(case_id)",
    ),
    "casework_answer": Rows(
        ADD, "sees_question(question_id)", written=f"{IN_ITS_PLACE} sees_question(question_id)"
    ),
    "casework_answerfile": Rows(
        ADD, "sees_answer(answer_id)", written=f"{IN_ITS_PLACE} sees_answer(answer_id)"
    ),
}


class Migration(migrations.Migration):
    """Ask of functions who sees a case, and what was asked and answered in it."""

    dependencies = [
        ("casework", "0015_row_security_of_questions"),
        ("benefits", "0014_row_security_of_attachments"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *secure(TABLES),
        *also_seen("answers", {"benefits_content": "sees_answer_with(sha256)"}),
    ]
