import pytest

from menkou.places.models import Rule
from tests.cast import LONG_AGO
from tests.permissions import world as everything


@pytest.fixture
def world(request, settings):
    """The district in which the matrix is asked; one phone asks for everybody, and need not wait."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    request.getfixturevalue("district")
    Rule.objects.create(key="messages_of_a_device_an_hour", value=1000, valid_from=LONG_AGO, source="测试")
    return everything.build(request.getfixturevalue)
