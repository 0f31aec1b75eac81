from importlib import import_module

from django.db import migrations

BEFORE = import_module("casework.migrations.0075_row_security_of_declarations")
DUE = BEFORE.DUE.replace("'declared')", "'declared', 'estate')")


class Migration(migrations.Migration):
    """Let money of somebody who died wait for a caseworker."""

    dependencies = [("casework", "0087_waiting_estates")]
    operations = [migrations.RunSQL(BEFORE.kept(DUE), BEFORE.kept(BEFORE.DUE))]
