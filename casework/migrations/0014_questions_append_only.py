from django.db import migrations

TABLES = ("casework_question", "casework_answer", "casework_answerfile")


class Migration(migrations.Migration):
    """The database itself refuses to change or remove what was asked and answered."""

    dependencies = [("casework", "0013_questions"), ("portal", "0001_tables")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
