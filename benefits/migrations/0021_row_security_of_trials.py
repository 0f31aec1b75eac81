from django.db import migrations

from portal.row_security import Rows, secure

TABLES = {
    "benefits_trial": Rows("SELECT, INSERT, DELETE", "person_id = (SELECT acting_person())"),
}


class Migration(migrations.Migration):
    """Open to each person the questions that they keep."""

    dependencies = [("benefits", "0020_receipts_and_trials")]
    operations = secure(TABLES)
