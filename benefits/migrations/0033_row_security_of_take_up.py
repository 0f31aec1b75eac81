from django.db import migrations

from portal.row_security import Rows, Shared, secure

READ, ADD = "SELECT", "SELECT, INSERT"
ME = "(SELECT acting_person())"

TABLES = {
    "benefits_unclaimed": Rows(READ, f"person_id = {ME}"),
    "benefits_mailing": Rows(ADD, "asked_by_id = (SELECT acting_capacity())"),
    "benefits_outreach": Rows(
        READ,
        "EXISTS (SELECT FROM benefits_unclaimed AS found WHERE found.id = unclaimed_id)",
    ),
    "benefits_takeupfigure": Shared(READ, "counts of who does not take up rights, of nobody"),
}


class Migration(migrations.Migration):
    """Open to each person what was found of them, and the counts to all."""

    dependencies = [("benefits", "0032_take_up_append_only")]
    operations = secure(TABLES)
