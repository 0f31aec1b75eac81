from django.db import migrations

from portal.row_security import Rows, secure

CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"
TABLES = {"casework_caseletter": Rows("SELECT, INSERT", f"{CASEWORKER} AND sees_case(case_id)")}


class Migration(migrations.Migration):
    """Open what was written in a case to the office that has it; the letter is the person's, too."""

    dependencies = [("casework", "0060_letters_append_only")]
    operations = secure(TABLES)
