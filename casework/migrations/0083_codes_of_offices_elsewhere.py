from django.db import migrations

# Of an office its code, by which each reader is told the name in their own language.
ELSEWHERE = """
    CREATE OR REPLACE FUNCTION contacts_elsewhere(person bigint, most integer)
    RETURNS TABLE (at timestamptz, channel text, direction text, topic text, office text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        IF acting_capacity() IS NOT NULL
            AND NOT (acting_kind() = 'caseworker' AND in_contact(contacts_elsewhere.person))
        THEN RETURN; END IF;
        RETURN QUERY
            SELECT told.at, told.channel::text, told.direction::text, told.topic::text,
                other.{column}::text
            FROM casework_contact AS told JOIN portal_institution AS other ON other.id = told.office_id
            WHERE told.person_id = contacts_elsewhere.person
                AND told.office_id IS DISTINCT FROM acting_institution()
                AND NOT had_contact(told.id)
            ORDER BY told.at DESC, told.id DESC LIMIT most;
    END $$;
"""


class Migration(migrations.Migration):
    """Tell of a contact elsewhere with which office it was by its code, not by a name."""

    dependencies = [
        ("casework", "0082_row_security_of_offers"),
        ("portal", "0051_names_of_institutions"),
    ]
    operations = [
        migrations.RunSQL(ELSEWHERE.format(column="code"), ELSEWHERE.format(column="name"))
    ]
