"""menkou import: what a file would do, said; and done as a whole or not at all."""

import json

import pytest

from menkou.command.tests.installation import menkou, refused
from menkou.imports.tests.samples import TOWNS, VILLAGES, book

GOOD = {"镇街": TOWNS, "村居": VILLAGES}


WORLD = """
from menkou.places.models import District
District.objects.get_or_create(slug="shili", defaults={"name": "示例区", "code": "999901"})
"""


@pytest.fixture
def place(running):
    """An installation that has a district."""
    made = menkou("manage", "shell", "-c", WORLD, home=running.home)
    assert made.returncode == 0, made.stderr
    return running.home


def test_a_file_is_tried_refused_and_brought_in(place, tmp_path):
    good, bad = tmp_path / "好.xlsx", tmp_path / "坏.xlsx"
    good.write_bytes(book(GOOD))
    bad.write_bytes(book({**GOOD, "村居": [*VILLAGES, ["12", "半村", "白杨镇"]]}))

    tried = menkou("import", str(good), "--district", "shili", "--dry-run", "--json", home=place)
    told = json.loads(tried.stdout)
    assert (told["applied"], told["counts"]["new"]) == (False, 5)
    refused(menkou("import", str(bad), "--district", "shili", home=place), "一行也没有导入", "--partly")
    assert "已经新增 5 行" in menkou("import", str(good), "--district", "shili", home=place).stdout
    again = json.loads(menkou("import", str(good), "--district", "shili", "--json", home=place).stdout)
    assert again["counts"]["same"] == 5
    good.write_bytes(b"PK no workbook")
    refused(menkou("import", str(good), "--district", "shili", home=place), "打不开")
