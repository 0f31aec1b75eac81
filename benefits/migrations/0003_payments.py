import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0002_append_only"),
        ("portal", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("month", models.DateField()),
                ("pay_on", models.DateField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PayAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("iban", models.CharField(max_length=34)),
                (
                    "told_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="benefits.claim",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_accounts",
                        to="portal.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("scheme", models.CharField(max_length=40)),
                ("cents", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="benefits.payaccount",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="portal.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("paid", "paid"), ("rejected", "rejected")], max_length=8
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=4)),
                ("message", models.CharField(max_length=35)),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="benefits.payment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(max_length=40)),
                ("month", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("due", "due for the month"),
                            ("reduced", "less is due than was booked"),
                            ("withheld", "tax withheld"),
                            ("untaxed", "tax given back"),
                            ("recovered", "taken for what was paid too much"),
                            ("waived", "too little to be asked back"),
                            ("ordered", "ordered at the bank"),
                            ("rejected", "sent back by the bank"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "debit",
                    models.CharField(
                        choices=[
                            ("benefits", "cost of the right"),
                            ("owed", "owed to the person"),
                            ("tax", "tax withheld"),
                            ("debt", "to be paid back by the person"),
                            ("bank", "ordered at the bank"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        choices=[
                            ("benefits", "cost of the right"),
                            ("owed", "owed to the person"),
                            ("tax", "tax withheld"),
                            ("debt", "to be paid back by the person"),
                            ("bank", "ordered at the bank"),
                        ],
                        max_length=8,
                    ),
                ),
                ("cents", models.BigIntegerField()),
                (
                    "posted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="benefits.decision",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="benefits.payment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="portal.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RepaymentPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(max_length=40)),
                ("cents", models.BigIntegerField()),
                ("month", models.DateField()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repayment_plans",
                        to="portal.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sent",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sent",
                        serialize=False,
                        to="benefits.run",
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("payments", models.PositiveIntegerField()),
                ("cents", models.BigIntegerField()),
                (
                    "sent_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="run_of_a_month"
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="run",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="benefits.run",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="run",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="benefits.run",
            ),
        ),
        migrations.AddIndex(
            model_name="payaccount",
            index=models.Index(fields=["person", "-id"], name="pay_account_of_person"),
        ),
        migrations.AddConstraint(
            model_name="bankanswer",
            constraint=models.UniqueConstraint(
                fields=("payment", "verdict"), name="bank_answer_once"
            ),
        ),
        migrations.AddIndex(
            model_name="repaymentplan",
            index=models.Index(fields=["person", "scheme", "-id"], name="plan_of_person"),
        ),
        migrations.AddConstraint(
            model_name="repaymentplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gte", 0)), name="plan_is_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="repaymentplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="plan_from_a_month"
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["person", "scheme", "month"], name="posting_of_person"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="posting_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="posting_of_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("debit", models.F("credit")), _negated=True),
                name="posting_has_two_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credit", "owed"), ("debit", "benefits"), ("kind", "due")),
                    models.Q(("credit", "benefits"), ("debit", "debt"), ("kind", "reduced")),
                    models.Q(("credit", "tax"), ("debit", "owed"), ("kind", "withheld")),
                    models.Q(("credit", "debt"), ("debit", "tax"), ("kind", "untaxed")),
                    models.Q(("credit", "debt"), ("debit", "owed"), ("kind", "recovered")),
                    models.Q(("credit", "debt"), ("debit", "benefits"), ("kind", "waived")),
                    models.Q(("credit", "bank"), ("debit", "owed"), ("kind", "ordered")),
                    models.Q(("credit", "owed"), ("debit", "bank"), ("kind", "rejected")),
                    _connector="OR",
                ),
                name="posting_on_the_sides_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", False)),
                fields=("run", "decision", "month", "kind"),
                name="posting_once_for_a_decision_in_a_run",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("payment__isnull", False)),
                fields=("payment", "kind"),
                name="posting_once_for_a_payment",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["person"], name="payment_of_person"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="payment_pays"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("run", "person", "scheme"), name="payment_once_in_a_run"
            ),
        ),
    ]
