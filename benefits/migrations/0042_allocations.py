import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0041_row_security_of_changes"),
        ("portal", "0047_delivery_references"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AllocationReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("approved", models.BooleanField()),
                ("reason", models.TextField(blank=True)),
                (
                    "reviewed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.AddField(
            model_name="repayment",
            name="payer_account",
            field=models.CharField(blank=True, db_default="", max_length=34),
        ),
        migrations.AlterField(
            model_name="repaymentmatch",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="repayments",
                to="portal.person",
            ),
        ),
        migrations.AlterField(
            model_name="repaymentmatch",
            name="scheme",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("scheme", models.CharField(blank=True, max_length=40)),
                ("reason", models.TextField()),
                ("waits", models.BooleanField()),
                (
                    "decided_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="portal.person",
                    ),
                ),
                (
                    "repayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="benefits.repayment",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="repaymentmatch",
            name="allocation",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="match",
                to="benefits.allocation",
            ),
        ),
        migrations.AddConstraint(
            model_name="repaymentmatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), models.Q(("scheme", ""), _negated=True)),
                    models.Q(("person__isnull", True), ("scheme", "")),
                    _connector="OR",
                ),
                name="match_of_a_debt_or_sent_back",
            ),
        ),
        migrations.AddField(
            model_name="allocationreview",
            name="allocation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="review",
                to="benefits.allocation",
            ),
        ),
        migrations.AddField(
            model_name="allocationreview",
            name="reviewed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), models.Q(("scheme", ""), _negated=True)),
                    models.Q(("person__isnull", True), ("scheme", "")),
                    _connector="OR",
                ),
                name="allocation_to_a_debt_or_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="allocation_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="allocationreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="allocation_review_approves_or_says_why",
            ),
        ),
    ]
