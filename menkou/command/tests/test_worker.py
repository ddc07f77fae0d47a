"""What the worker reads the queue through is not what jobs write through."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from menkou.command import worker
from menkou.core import outbox


def test_what_a_job_defers_is_written_in_its_own_transaction():
    reader = worker.queue_reader()

    assert not isinstance(reader.connector, DjangoConnector)
    assert isinstance(app.connector, DjangoConnector)
    assert reader.tasks[outbox.DELIVER].blueprint.job_manager.connector is app.connector
