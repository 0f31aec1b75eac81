from django.db import migrations

from portal.row_security import Rows, Shared, secure

READ, ADD = "SELECT", "SELECT, INSERT"
ME = "(SELECT acting_person())"

TABLES = {
    "benefits_grantrun": Shared(READ, "for which day rights were looked at, of nobody by itself"),
    "benefits_grantpiece": Shared(READ, "counts of what came of it, of nobody by itself"),
    "benefits_finding": Rows(READ, f"person_id = {ME}"),
    "benefits_wish": Rows(ADD, f"person_id = {ME}"),
}


class Migration(migrations.Migration):
    """Open the tables of granting to the web: counts to all, and to each their own findings."""

    dependencies = [("benefits", "0016_granting_append_only")]
    operations = secure(TABLES)
