import pytest

from tests.permissions import world as everything


@pytest.fixture
def world(request):
    """The district in which the matrix is asked."""
    return everything.build(request.getfixturevalue)
