from django.db import migrations

from portal.row_security import Rows, secure

ADD = "SELECT, INSERT"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"

TABLES = {
    "casework_proposal": Rows(
        ADD,
        f"""{CASEWORKER} AND EXISTS (
            SELECT FROM casework_case AS above WHERE above.id = case_id
        )""",
    ),
    "casework_review": Rows(
        ADD,
        f"""{CASEWORKER} AND EXISTS (
            SELECT FROM casework_proposal AS above WHERE above.id = proposal_id
        )""",
    ),
}


class Migration(migrations.Migration):
    """Open proposals to the caseworkers of the office."""

    dependencies = [("casework", "0011_proposals_append_only")]
    operations = secure(TABLES)
