from django.db import migrations

from portal.row_security import Rows, secure

# Counted by the worker; read by supervisors, those of other offices not.
TABLES = {
    "casework_weeklyfigure": Rows(
        "SELECT",
        """
        (SELECT acting_kind()) = 'supervisor'
        AND (office_id IS NULL OR office_id = (SELECT acting_institution()))
        """,
        written="false",
    ),
}


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_weekly_figures")]
    operations = secure(TABLES)
