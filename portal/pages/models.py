"""What the pages keep for themselves."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker last did its round: scheduler, broker, worker and database in one sign."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
