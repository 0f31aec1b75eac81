import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0049_ledger_by_month"),
        ("portal", "0050_households_by_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("lines", models.PositiveIntegerField()),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="portal.institution",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="portal.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CustomerPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("first_line", models.PositiveIntegerField()),
                ("ticket", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("content", models.BinaryField(null=True)),
                ("answer", models.BinaryField(null=True)),
                ("known", models.PositiveIntegerField(default=0)),
                ("applies", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="benefits.customerfile",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="customerfile",
            constraint=models.UniqueConstraint(
                fields=("institution", "sha256"), name="customer_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="customerpiece",
            constraint=models.UniqueConstraint(
                fields=("file", "number"), name="customer_piece_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="customerpiece",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer__isnull", True),
                        ("answered_at__isnull", True),
                        ("content__isnull", False),
                    ),
                    models.Q(
                        ("answer__isnull", False),
                        ("answered_at__isnull", False),
                        ("content__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="customer_piece_sent_or_answered",
            ),
        ),
    ]
