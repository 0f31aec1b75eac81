from django.db import migrations

from portal.row_security import Rows, secure

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
FUNCTIONS = """
    CREATE FUNCTION sees_suggestion(suggestion bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_suggestion AS made WHERE made.id = suggestion);
    END $$;
    REVOKE ALL ON FUNCTION sees_suggestion(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION sees_suggestion(bigint) TO solida_web;
"""
TABLES = {
    "casework_suggestion": Rows(
        "SELECT, INSERT",
        "sees_support(file_id)",
        written=f"{CASEWORKER} AND sees_support(file_id)",
    ),
    # The person answers, or who helps them.
    "casework_suggestionanswer": Rows(
        "SELECT, INSERT",
        "sees_suggestion(suggestion_id)",
        written="(SELECT acting_person()) IS NOT NULL AND sees_suggestion(suggestion_id)",
    ),
}


class Migration(migrations.Migration):
    """Open suggestions to the two sides of a support file."""

    dependencies = [("casework", "0065_suggestions_append_only")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION sees_suggestion(bigint) CASCADE"),
        *secure(TABLES),
    ]
