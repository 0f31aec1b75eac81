from django.db import migrations

TABLES = (
    "declarations_piece",
    "declarations_piecereading",
    "declarations_form",
    "declarations_formpart",
)


class Migration(migrations.Migration):
    """What was sent, and what was found in it, is never changed or removed."""

    dependencies = [("declarations", "0009_wages")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ),
    ]
