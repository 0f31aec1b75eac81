import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0029_lighter_keys"),
        ("portal", "0035_purpose_of_contacts"),
    ]

    operations = [
        migrations.AddField(
            model_name="riskdeclaration",
            name="letter",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="risk_effect",
                to="portal.letter",
            ),
        ),
    ]
