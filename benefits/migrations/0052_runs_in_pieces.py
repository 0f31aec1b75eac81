import django.db.models.deletion
from django.db import migrations, models

# What was booked since the last run that kept what it left open.
ADD_UP = """
    TRUNCATE benefits_openbalance;
    INSERT INTO benefits_openbalance (person_id, scheme, owed, debt)
    SELECT person_id, scheme,
        sum(CASE 'owed' WHEN credit THEN cents WHEN debit THEN -cents ELSE 0 END) AS owed,
        sum(CASE 'debt' WHEN debit THEN cents WHEN credit THEN -cents ELSE 0 END) AS debt
    FROM benefits_posting WHERE 'owed' IN (debit, credit) OR 'debt' IN (debit, credit)
    GROUP BY 1, 2
    HAVING sum(CASE 'owed' WHEN credit THEN cents WHEN debit THEN -cents ELSE 0 END) <> 0
        OR sum(CASE 'debt' WHEN debit THEN cents WHEN credit THEN -cents ELSE 0 END) <> 0
"""


class Migration(migrations.Migration):
    """A payment run is worked by the piece, and what stands open is kept by whoever posts.

    The unique key of postings names the person, so that it serves for looking a person up as well;
    that a payment was ordered once, who orders sees to and `verify` asks.
    """

    dependencies = [("benefits", "0051_row_security_of_customers")]

    operations = [
        migrations.CreateModel(
            name="RunPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="benefits.run",
                    ),
                ),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="runpiece",
            constraint=models.UniqueConstraint(fields=("run", "first"), name="run_piece_once"),
        ),
        migrations.AddConstraint(
            model_name="runpiece",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="run_piece_in_order"
            ),
        ),
        migrations.RemoveConstraint(model_name="posting", name="posting_once_for_a_payment"),
        migrations.RemoveConstraint(
            model_name="posting", name="posting_once_for_a_decision_in_a_run"
        ),
        migrations.RemoveIndex(model_name="posting", name="posting_of_person"),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                fields=("month", "person", "decision", "kind", "run"),
                name="posting_once_for_a_decision_in_a_run",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "rejected")),
                fields=("person", "payment"),
                name="posting_sent_back_once",
            ),
        ),
        migrations.RunSQL(ADD_UP, migrations.RunSQL.noop),
    ]
