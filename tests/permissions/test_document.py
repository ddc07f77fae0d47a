"""docs/permissions.md says what the matrix says."""

from tests.permissions.document import FILE, SHORT, document
from tests.permissions.doors import ACTORS, MATRIX


def test_the_document_is_up_to_date():
    assert FILE.read_text() == document(), "run: python -m tests.permissions.document"


def test_every_actor_has_a_column():
    assert list(SHORT) == ACTORS


def test_a_change_of_the_matrix_changes_the_document(monkeypatch):
    before = document()
    monkeypatch.setitem(MATRIX["doors"][0]["rows"][0], "cadre", 404)

    assert document() != before
