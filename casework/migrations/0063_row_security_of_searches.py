from django.db import migrations

from portal.row_security import Rows, secure

TABLES = {
    "casework_savedsearch": Rows(
        "SELECT, INSERT, UPDATE, DELETE", "capacity_id = (SELECT acting_capacity())"
    )
}


class Migration(migrations.Migration):
    """Open saved searches to whose they are."""

    dependencies = [("casework", "0062_searches")]
    operations = [*secure(TABLES)]
