from django.db import migrations

# The message of a declaration is nobody else's. One that the same statement stores is not seen yet;
# that there is one, the foreign key sees to.
WRITTEN = """
    (SELECT acting_capacity()) IS NOT NULL AND NOT EXISTS (
        SELECT FROM portal_sender AS sender
        WHERE sender.message_id = declarations_declaration.message_id
            AND sender.capacity_id <> (SELECT acting_capacity())
    )
"""
BEFORE = """
    EXISTS (
        SELECT FROM portal_sender AS sender
        WHERE sender.message_id = declarations_declaration.message_id
            AND sender.capacity_id = (SELECT acting_capacity())
    ) OR sends(message_id)
"""
SENDS = """
    CREATE FUNCTION sends(message bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM portal_message WHERE id = message AND capacity_id = acting_capacity()
        );
    END $$;
    REVOKE ALL ON FUNCTION sends(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION sends(bigint) TO solida_web;
"""
POLICY = "ALTER POLICY web ON declarations_declaration WITH CHECK ({})"


class Migration(migrations.Migration):
    """Check whose message a declaration is of without a function that is asked for each row."""

    dependencies = [("declarations", "0023_row_security_of_receipts")]
    operations = [
        migrations.RunSQL(
            [POLICY.format(WRITTEN), "DROP FUNCTION sends(bigint)"], [SENDS, POLICY.format(BEFORE)]
        )
    ]
