from django.db import migrations, models


class Migration(migrations.Migration):
    """The indexes of postings begin with the month, so that a run writes at their end.

    They began with the person, whose postings lie all over an index that has no place in memory; of
    one person each month is looked up now.
    """

    dependencies = [("benefits", "0048_money_that_came_back")]

    operations = [
        migrations.RemoveConstraint(
            model_name="posting", name="posting_once_for_a_decision_in_a_run"
        ),
        migrations.RemoveIndex(model_name="posting", name="posting_of_person"),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", False)),
                fields=("month", "kind", "decision", "run"),
                name="posting_once_for_a_decision_in_a_run",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["month", "person"], name="posting_of_person"),
        ),
    ]
