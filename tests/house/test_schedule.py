"""What is scheduled is there: a worker knows each task that the schedule names."""

from django.conf import settings

from portal.celery import app


def test_each_scheduled_task_is_known_to_workers() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled - set(app.tasks) == set()
