from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0049_patience_of_subscribers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["postal_code", "house_number"], name="household_at"),
        ),
    ]
