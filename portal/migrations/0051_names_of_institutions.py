from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0050_households_by_address")]

    operations = [
        migrations.AddField(
            model_name="institution",
            name="names",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
