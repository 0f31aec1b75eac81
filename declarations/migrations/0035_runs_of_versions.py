"""Numbers of versions of wages are drawn in runs: one by one they cost as much as the rows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("declarations", "0034_row_security_of_homes")]

    operations = [
        migrations.RunSQL(
            "ALTER SEQUENCE wages_version_sequence INCREMENT BY 64",
            "ALTER SEQUENCE wages_version_sequence INCREMENT BY 1",
        )
    ]
