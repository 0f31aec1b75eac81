from collections.abc import Iterator

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

NUMBERED = ("form", "piecereading", "sending", "verdict")


def _numbering(model: str) -> Iterator[Operation]:
    table = f"declarations_{model}"
    sequence = f"{table}_serial_seq"
    yield migrations.RunSQL(f"CREATE SEQUENCE {sequence}", f"DROP SEQUENCE {sequence}")
    yield migrations.AddField(
        model_name=model,
        name="serial",
        field=models.BigIntegerField(
            db_default=models.Func(models.Value(sequence), function="nextval"),
            editable=False,
            unique=True,
        ),
    )
    yield migrations.RunSQL(
        f"ALTER SEQUENCE {sequence} OWNED BY {table}.serial",
        f"ALTER SEQUENCE {sequence} OWNED BY NONE",
    )


class Migration(migrations.Migration):
    """Rows whose key is that of an older row draw a number of their own when they are written."""

    dependencies = [("declarations", "0018_receipt_files_append_only")]
    operations = [operation for model in NUMBERED for operation in _numbering(model)]
