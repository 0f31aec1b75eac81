from django.db import migrations

from portal.row_security import Rows, secure

MINE = """
    institution_id = (SELECT acting_institution()) AND (SELECT acting_kind()) = 'institution'
"""
TABLES = {
    "benefits_customerfile": Rows("SELECT, INSERT", MINE),
    "benefits_customerpiece": Rows(
        "SELECT, INSERT",
        "EXISTS (SELECT FROM benefits_customerfile AS file"
        " WHERE file.id = benefits_customerpiece.file_id)",
    ),
}


class Migration(migrations.Migration):
    """Open to a supplier its own customer files; workers alone answer them."""

    dependencies = [("benefits", "0050_customer_files")]
    operations = secure(TABLES)
