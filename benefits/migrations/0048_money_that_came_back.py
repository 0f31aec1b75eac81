import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("benefits", "0047_row_security_of_debts")]

    operations = [
        migrations.AddField(
            model_name="repayment",
            name="sent_before",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="came_back",
                to="benefits.repayment",
            ),
        ),
        migrations.AddField(
            model_name="repayment",
            name="reason",
            field=models.CharField(blank=True, db_default="", max_length=4),
        ),
        migrations.AddField(
            model_name="repaymentmatch",
            name="order",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
    ]
