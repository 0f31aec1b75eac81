from django.db import migrations

from portal.row_security import Rows, also_seen, secure

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
TABLES = {
    "casework_caseconsultation": Rows("SELECT, INSERT", f"{CASEWORKER} AND sees_case(case_id)")
}


class Migration(migrations.Migration):
    """Open what was asked for a case to the office that has it, and what the control looks at."""

    dependencies = [("casework", "0056_consultations_append_only")]
    operations = [
        *secure(TABLES),
        # Whether a source knows somebody in hand; which company declared which quarter, of nobody.
        *also_seen("office", {"portal_registration": f"{CASEWORKER} AND in_hand(person_id)"}),
        *also_seen("staff", {"declarations_filing": CASEWORKER}),
    ]
