import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0083_codes_of_offices_elsewhere"),
        ("portal", "0051_names_of_institutions"),
    ]

    operations = [
        migrations.AddField(
            model_name="partner",
            name="ended_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="partner",
            name="office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="partners_registered",
                to="portal.institution",
            ),
        ),
        migrations.CreateModel(
            name="PartnerMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=16)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employment_service", "employment service"),
                            ("municipality", "municipality"),
                            ("training", "training centre"),
                            ("agency", "private agency"),
                            ("association", "association"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "capacity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.capacity",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="casework.partner",
                    ),
                ),
            ],
        ),
    ]
