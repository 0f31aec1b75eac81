from django.db import migrations

TABLES = ("declarations_receiptfile",)


class Migration(migrations.Migration):
    """A receipt that was given is never changed or removed."""

    dependencies = [("declarations", "0017_receipt_files")]
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
