import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Arrays of keys do not get smaller, and trying takes longer than storing them.
PLAIN = """
    ALTER TABLE portal_batch ALTER events SET STORAGE EXTERNAL, ALTER topics SET STORAGE EXTERNAL,
        ALTER persons SET STORAGE EXTERNAL, ALTER messages SET STORAGE EXTERNAL;
    ALTER TABLE portal_noticelist ALTER places SET STORAGE EXTERNAL,
        ALTER events SET STORAGE EXTERNAL;
"""
# With the same positions: receivers have cursors.
TAKE_OVER = """
    INSERT INTO portal_noticelist (subscription_id, batch_id, places, events)
    SELECT subscription_id, position / 8192,
        array_agg((position % 8192)::smallint ORDER BY position),
        array_agg(event_id ORDER BY position)
    FROM portal_notice GROUP BY 1, 2
"""


class Migration(migrations.Migration):
    """Keep what one subscription is told of a batch in one row."""

    dependencies = [("portal", "0026_row_security_of_persons")]

    operations = [
        migrations.CreateModel(
            name="NoticeList",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subscription",
                        "batch",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="portal.batch",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="portal.pushsubscription",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(PLAIN, migrations.RunSQL.noop),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Notice"),
    ]
