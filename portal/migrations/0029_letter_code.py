from django.db import migrations, models

# What a letter's code tells anybody who holds it: nothing of its person.
CHECK = """
    CREATE FUNCTION letter_with(wanted text)
    RETURNS TABLE (title varchar, language varchar, written_at timestamptz, sha256 varchar)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT letter.title, letter.language, letter.written_at, coalesce(file.sha256, '')
        FROM portal_letter AS letter
        LEFT JOIN portal_letterfile AS file ON file.letter_id = letter.id
        WHERE letter.code = $1
    $$;
    REVOKE ALL ON FUNCTION letter_with(text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION letter_with(text) TO solida_web;
"""


class Migration(migrations.Migration):
    """Give letters a code by which anybody who holds one checks it."""

    dependencies = [("portal", "0028_row_security_of_notices")]
    operations = [
        migrations.AddField(
            "letter",
            "code",
            models.CharField(blank=True, max_length=16, null=True, unique=True),
        ),
        migrations.RunSQL(CHECK, "DROP FUNCTION letter_with(text)"),
    ]
