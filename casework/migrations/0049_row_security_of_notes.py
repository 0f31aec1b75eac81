from django.db import migrations

from portal.row_security import WEB, Rows, also_seen, secure

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
FUNCTIONS = """
    CREATE FUNCTION sees_note_with(content text) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY INVOKER AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.casework_casenote AS note WHERE note.content_id = content);
    END $$;
    REVOKE ALL ON FUNCTION sees_note_with(text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION sees_note_with(text) TO solida_web;
"""
# Staff keep the bytes of what they add, too.
BY_STAFF = f"""
    CREATE POLICY by_staff ON benefits_content FOR INSERT TO {WEB} WITH CHECK ({CASEWORKER})
"""
TABLES = {"casework_casenote": Rows("SELECT, INSERT", f"{CASEWORKER} AND sees_case(case_id)")}


class Migration(migrations.Migration):
    """Open the notes of a case, with their documents, to the office that has it."""

    dependencies = [("casework", "0048_notes_append_only")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION sees_note_with(text) CASCADE"),
        *secure(TABLES),
        *also_seen("notes", {"benefits_content": f"{CASEWORKER} AND sees_note_with(sha256)"}),
        migrations.RunSQL(BY_STAFF, "DROP POLICY by_staff ON benefits_content"),
    ]
