from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """Blocks of sealed rows; PDFs of letters draw a number when they are made."""

    dependencies = [("portal", "0012_changes_of_persons")]
    operations = [
        migrations.CreateModel(
            name="Horizon",
            fields=[
                ("table", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("final", models.BigIntegerField()),
                ("next", models.BigIntegerField()),
                ("writers", ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ("noted_at", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=63)),
                ("columns", ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ("low", models.BigIntegerField()),
                ("high", models.BigIntegerField()),
                ("rows", models.TextField()),
                ("leaves", models.BinaryField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
                ("hash", models.BinaryField()),
                ("subtree", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "high"), name="block_once")
                ]
            },
        ),
        migrations.RunSQL(
            # Hashes do not compress; trying costs more than all the rest.
            "ALTER TABLE portal_block ALTER COLUMN leaves SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE portal_letterfile_serial_seq",
            "DROP SEQUENCE portal_letterfile_serial_seq",
        ),
        migrations.AddField(
            model_name="letterfile",
            name="serial",
            field=models.BigIntegerField(
                db_default=models.Func(
                    models.Value("portal_letterfile_serial_seq"), function="nextval"
                ),
                editable=False,
                unique=True,
            ),
        ),
        migrations.RunSQL(
            "ALTER SEQUENCE portal_letterfile_serial_seq OWNED BY portal_letterfile.serial",
            "ALTER SEQUENCE portal_letterfile_serial_seq OWNED BY NONE",
        ),
    ]
