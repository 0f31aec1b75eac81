from django.db import migrations

from portal.row_security import WEB


class Migration(migrations.Migration):
    """Let the web alone ask how far deliveries are settled."""

    dependencies = [("declarations", "0032_settled_deliveries")]
    operations = [
        migrations.RunSQL(
            [
                "REVOKE ALL ON FUNCTION deliveries_settled() FROM PUBLIC",
                f"GRANT EXECUTE ON FUNCTION deliveries_settled() TO {WEB}",
            ],
            "GRANT EXECUTE ON FUNCTION deliveries_settled() TO PUBLIC",
        ),
    ]
