"""A decision on a part of a right: each part of an application is decided on once."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0025_row_security_of_recovery"),
        ("portal", "0033_names_person_step_by_step"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_first_version_once_for_a_claim",
        ),
        migrations.AddField(
            model_name="decision",
            name="part",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("claim__isnull", False), ("replaces__isnull", True)),
                fields=("claim", "part"),
                name="decision_part_once_for_a_claim",
                nulls_distinct=False,
            ),
        ),
    ]
