from django.db import migrations

from portal.row_security import Rows, secure

HERE = "office_id = (SELECT acting_institution())"
TABLES = {
    "casework_absence": Rows(
        "SELECT, INSERT, UPDATE",
        HERE,
        written=f"""(SELECT acting_kind()) = 'supervisor' AND {HERE} AND 2 = (
            SELECT count(*) FROM portal_capacity AS held
            WHERE held.id IN (capacity_id, substitute_id) AND held.institution_id = office_id
                AND held.kind = 'caseworker'
        )""",  # noqa: S608 - texts of ours
    )
}


class Migration(migrations.Migration):
    """Let an office know who is away; its supervisor says so."""

    dependencies = [("casework", "0053_absences")]
    operations = [*secure(TABLES)]
