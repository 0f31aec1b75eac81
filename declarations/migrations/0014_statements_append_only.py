from django.db import migrations

TABLES = (
    "declarations_bankstatement",
    "declarations_payment",
    "declarations_statemententry",
)


class Migration(migrations.Migration):
    """What the bank said, and what stands in an account, is never changed or removed."""

    dependencies = [("declarations", "0013_statements")]
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
