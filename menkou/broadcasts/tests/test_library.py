"""素材库: each article rests on a law and is looked at again in time; when the law changes, it and its groups are found."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.broadcasts import actions as broadcasts
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.library import actions, queries
from menkou.broadcasts.models import Article, Delivery, Notice
from menkou.broadcasts.tests.conftest import spread
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/pushes/articles/"
CODE = "中华人民共和国民法典"


@pytest.fixture
def put_in(bureau, district):
    def put_in(title: str = "借条怎么写", law: str = CODE) -> Article:
        facts = {"text": "写清楚四样。", "source": "第680条", "review_by": clock.today() + timedelta(days=180)}
        made = Article(title=title, law=law, **facts)
        actions.put_in(by=bureau, district=district, article=made)
        return made

    return put_in


def test_an_article_is_put_in_once_however_often_the_form_comes(bureau, sign_in):
    sent = {"title": "借条", "text": "写清楚。", "law": CODE, "source": "第680条", "form": "a" * 32}
    sent |= {"review_by": f"{clock.today() + timedelta(days=90)}"}
    page = sign_in(bureau)
    answers = [page.post(f"{HERE}new", sent) for _ in "12"]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Article.objects.get().made_by_id == bureau.user_id
    assert page.post(f"{HERE}new", sent | {"review_by": f"{clock.today()}", "form": "b" * 32}).status_code == 422


def test_offices_use_the_library_and_do_not_keep_it(office, district, put_in, sign_in):
    made = put_in()
    page = sign_in(office)

    assert "借条怎么写" in page.get(HERE).content.decode()
    assert "拿来起草推送" in page.get(f"{HERE}{made.pk}/").content.decode()
    assert "写清楚四样。" in page.get(f"/{SLUG}/pushes/new?article={made.pk}").content.decode()
    with pytest.raises(Refused, match="区司法局"):
        actions.withdraw(by=office, district=district, article=made, why="改了")


def test_what_is_not_looked_at_in_time_is_not_used_until_it_is(bureau, district, put_in):
    made = put_in()
    Article.objects.update(review_by=clock.today() - timedelta(days=1))
    assert queries.usable(bureau, made.pk) is None
    assert queries.listed(bureau, "due").get() == made

    actions.review(by=bureau, district=district, article=made, review_by=clock.today() + timedelta(days=30))
    assert queries.usable(bureau, made.pk) == made
    with pytest.raises(Invalid, match="今天以后"):
        actions.review(by=bureau, district=district, article=made, review_by=clock.today())


def test_when_a_law_changes_all_that_rests_on_it_is_withdrawn_and_the_groups_that_had_it_are_named(
    bureau, second, groups, group, adviser_a, put_in, sign_in
):
    made, _, other = put_in(), put_in("遗嘱怎么写"), put_in("别的", law="中华人民共和国劳动法")
    sent = {"kind": "case", "title": "借条", "text": "写清楚。", "levels": ["village"], "article": str(made.pk)}
    page = sign_in(bureau)
    page.post(f"/{SLUG}/pushes/new", sent | {"go_on": f"{clock.today()}", "form": "c" * 32})
    notice = Notice.objects.get(article=made)
    broadcasts.hand_in(by=bureau, notice=notice)
    broadcasts.approve(by=second, notice=notice, edition=1)
    spread(notice)
    bringing.confirm(by=adviser_a, delivery=Delivery.objects.get(group=group))

    page = sign_in(bureau)
    told = page.post(f"{HERE}{made.pk}/withdraw", {"why": "民法典修改了", "all_of_law": "on"}, follow=True)
    assert "2 篇都撤下了" in told.content.decode()
    assert "红花村法律顾问群" in told.content.decode()
    assert [one.group_id for one in queries.deliveries_of(bureau, made)] == [group.pk]
    assert queries.listed(bureau).get() == other
    again = page.post(f"/{SLUG}/pushes/new", sent | {"go_on": f"{clock.today()}", "form": "d" * 32})
    assert (again.status_code, Notice.objects.count()) == (422, 1)


def test_it_is_withdrawn_once_and_says_why(bureau, district, put_in):
    made = put_in()
    with pytest.raises(Invalid, match="为什么"):
        actions.withdraw(by=bureau, district=district, article=made, why=" ")
    actions.withdraw(by=bureau, district=district, article=made, why="修改了")
    with pytest.raises(Conflict, match="已经撤下"):
        actions.withdraw(by=bureau, district=district, article=made, why="修改了")
    with pytest.raises(Conflict, match="已经撤下"):
        actions.review(by=bureau, district=district, article=made, review_by=clock.today() + timedelta(days=9))


def test_the_database_refuses_a_withdrawal_of_nobody(put_in):
    put_in()
    with pytest.raises(IntegrityError, match="by_whom_and_why"), transaction.atomic():
        Article.objects.update(why="改了")


def test_the_pages_ask_a_few_questions(bureau, put_in, sign_in):
    made = [put_in(f"第{number}篇") for number in range(12)][0]
    page = sign_in(bureau)
    for path in ("", f"{made.pk}/"):
        page.get(HERE + path)
        with at_most():
            assert page.get(HERE + path).status_code == 200
