"""What is published is found by its words: 推送, 典型案例 and 素材, as far as each list is anybody's."""

from datetime import timedelta

import pytest

from menkou.broadcasts import queries
from menkou.broadcasts.cases import queries as cases
from menkou.broadcasts.library import actions
from menkou.broadcasts.library import queries as library
from menkou.broadcasts.models import Article, Notice
from menkou.core import clock
from menkou.core.actors import Role
from tests.cast import SLUG

PUSHES = f"/{SLUG}/pushes/"


def test_a_notice_is_found_by_its_title_and_by_its_text(bureau, notice):
    for words in (notice.title[:2], notice.text[3:5], notice.text[:7]):
        assert list(queries.listed(bureau, (words,))) == [notice]

    assert not queries.listed(bureau, ("龘龘",)).exists()


def test_an_office_finds_no_draft_of_another_s(notice, make_actor, townships):
    Notice.objects.update(township=townships["here"])
    words = (notice.text[:2],)

    assert queries.listed(make_actor(Role.JUDICIAL_OFFICE, township=townships["here"]), words).exists()
    assert not queries.listed(make_actor(Role.JUDICIAL_OFFICE, township=townships["next door"]), words).exists()


def test_a_case_in_the_making_is_found_by_nobody(bureau, begun):
    assert cases.listed(bureau).exists()
    assert not cases.listed(bureau, ("邻居",)).exists()


@pytest.mark.parametrize("typed", ["借条", "四样", "民法典", "680条", "６８０条", "借"])
def test_an_article_is_found_by_anything_that_stands_in_it(bureau, district, sign_in, typed):
    facts = {"title": "借条怎么写", "text": "写清楚四样。", "law": "民法典", "source": "第680条"}
    actions.put_in(
        by=bureau, district=district, article=Article(**facts, review_by=clock.today() + timedelta(days=180))
    )

    assert "怎么写" in sign_in(bureau).get(f"{PUSHES}articles/", {"q": typed}).content.decode()
    assert library.listed(bureau, "withdrawn", (typed,)).count() == 0


def test_pages_mark_what_they_found_and_say_where_they_found_nothing(bureau, notice, sign_in):
    browser = sign_in(bureau)
    found = browser.get(PUSHES, {"q": notice.text[3:5]})

    assert f"<mark>{notice.text[3:5]}</mark>" in found.content.decode()
    assert found.context["query"].startswith("q=")
    for page in (PUSHES, f"{PUSHES}cases/"):
        assert "没有找到" in browser.get(page, {"q": "龘龘"}).content.decode()
