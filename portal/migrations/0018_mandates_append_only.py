from django.db import migrations

TABLES = ("portal_mandatestep",)
STEPS = """
    INSERT INTO portal_mandatestep (mandate_id, verb, at, note)
    SELECT id, 'confirm', confirmed_at, '' FROM portal_mandate
"""


class Migration(migrations.Migration):
    """The steps of a mandate stay; those that stood before begin with their confirmation."""

    dependencies = [("portal", "0017_mandates")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
        migrations.RunSQL(STEPS, migrations.RunSQL.noop),
    ]
