from django.db import migrations

from portal.row_security import Rows, secure

ADD = "SELECT, INSERT"
ME = "(SELECT acting_person())"

TABLES = {
    "benefits_objection": Rows(ADD, f"person_id = {ME}"),
    "benefits_objectionanswer": Rows(
        ADD,
        "EXISTS (SELECT FROM benefits_objection AS objection WHERE objection.id = objection_id)",
        written="(SELECT acting_kind()) = 'caseworker'",
    ),
}


class Migration(migrations.Migration):
    """Open objections to the web: to each their own."""

    dependencies = [("benefits", "0009_objections_append_only")]
    operations = secure(TABLES)
