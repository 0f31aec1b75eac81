from django.db import migrations

TABLES = ("declarations_employerentry",)


class Migration(migrations.Migration):
    """What was declared of an employer is never changed or removed."""

    dependencies = [("declarations", "0011_employer_entries")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {TABLES[0]} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER append_only ON {TABLES[0]}",
        )
    ]
