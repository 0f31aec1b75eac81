from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0045_open_balances"),
        ("portal", "0048_events_of_messages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_first_version_once_without_claim",
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("claim__isnull", True), ("replaces__isnull", True)),
                fields=("person", "scheme", "part"),
                name="decision_first_version_once_without_claim",
                nulls_distinct=False,
            ),
        ),
    ]
