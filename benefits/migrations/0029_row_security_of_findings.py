from django.db import migrations

from portal.row_security import Rows, secure

TABLES = {
    "benefits_findinganswer": Rows(
        "SELECT, INSERT",
        "EXISTS (SELECT FROM benefits_finding AS finding WHERE finding.id = finding_id)",
        written="(SELECT acting_kind()) = 'caseworker'",
    )
}


class Migration(migrations.Migration):
    """Open what was made of findings to the web: to each their own."""

    dependencies = [("benefits", "0028_findings_append_only")]
    operations = [
        *secure(TABLES),
    ]
