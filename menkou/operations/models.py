"""What is not well with the installation, and since when; the installation's own, and no district's."""

from django.db import models


class Alarm(models.Model):
    """告警: on until it is well again; then the row is gone."""

    name = models.TextField(primary_key=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
