from django.db import migrations

# What an employer declares together with one's wages is not one's own: of such a declaration, a
# person may know when it was received.
FUNCTION = """
    CREATE FUNCTION declaration_received_at(declaration bigint) RETURNS timestamptz LANGUAGE sql
    STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT received_at FROM declarations_declaration WHERE id = declaration
    $$;
    REVOKE ALL ON FUNCTION declaration_received_at(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION declaration_received_at(bigint) TO solida_web;
"""


class Migration(migrations.Migration):
    """Let a person know when their wages were declared."""

    dependencies = [("declarations", "0022_by_time")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION declaration_received_at(bigint)"),
    ]
