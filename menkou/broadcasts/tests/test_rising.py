"""苗头: found from closed matters without a word of them; a warning begun from one goes the way of every notice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from menkou.broadcasts.models import Article, Notice, Rise
from menkou.broadcasts.rising import queries
from menkou.broadcasts.rules.rising import Band
from menkou.broadcasts.tests.risen import asked, every, spans
from menkou.consultations.models import Interest
from menkou.core import clock
from menkou.places.models import Village
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/pushes/"


@pytest.fixture
def hamlet(townships):
    """大槐村, beside 红花村 in the same township."""
    facts = {"code": "999901001202", "name": "大槐村委会", "kind": "village", "valid_from": LONG_AGO}
    return Village.objects.create(township=townships["here"], **facts)


@pytest.fixture
def past(village, hamlet, chen):
    """A year of wages asked about every four weeks, and of neighbours every week."""
    at = spans()
    asked([village, hamlet], chen, every(28, at.first, at.begins))
    asked([village, hamlet], chen, every(7, at.first, at.ends), "neighbours")
    return at


@pytest.fixture
def risen(past, village, hamlet, chen):
    """Eleven in the latest four weeks."""
    return asked([village, hamlet], chen, every(3, past.begins, past.ends)[:9] + [past.begins] * 2)


def sent(town, category="labour", **more) -> dict[str, str]:
    return {"township": str(town.pk), "category": category, "form": uuid4().hex, **more}


def test_a_rise_is_shown_to_the_bureau_in_bands(risen, bureau, sign_in):
    (one,) = queries.looked(bureau).rows
    page = sign_in(bureau).get(f"{HERE}rising").content.decode()

    assert (one.category, one.recent, str(one.usual)) == ("labour", Band(10, 5), str(12 * 4 / 52))
    assert all(words in page for words in ("红花镇", "劳动争议", "10—14 件", "起草风险提示"))
    assert "邻里纠纷" not in page


def test_each_sees_their_own_and_only_who_writes_may_begin(risen, office, office_next_door, auditor, sign_in):
    pages = {who: sign_in(who).get(f"{HERE}rising").content.decode() for who in (office, office_next_door, auditor)}

    assert ["劳动争议" in page for page in pages.values()] == [True, False, True]
    assert ["起草风险提示：" in page for page in pages.values()] == [True, False, False]


def test_nothing_is_shown_where_one_phone_or_one_village_asked_it_all(past, village, hamlet, chen, bureau):
    days = every(3, past.begins, past.ends)
    asked([village, hamlet], chen, days, device_digest=b"one phone")
    assert queries.looked(bureau).rows == []

    asked([village], chen, days, "traffic")
    assert queries.looked(bureau).rows == []


def test_who_left_no_phone_counts_once_a_village(past, village, hamlet, chen, bureau):
    asked([village, hamlet], chen, every(2, past.begins, past.ends), device_digest=None)

    assert queries.looked(bureau).rows == []


def test_a_matter_about_the_committee_or_an_adviser_is_in_nobody_s_count(risen, bureau, chen):
    facts = {"institution": chen.institution, "kind": "other", "recorded_at": clock.now()}
    for one in risen[:3]:
        Interest.objects.create(consultation=one, **facts)
    for one in risen[3:7]:
        one.concerns = "adviser"
        one.save()

    assert queries.looked(bureau).rows == []


def test_too_short_a_record_is_said_to_be_none(village, hamlet, chen, bureau, sign_in):
    at = spans()
    asked([village, hamlet], chen, every(2, at.begins - timedelta(weeks=12), at.ends))
    page = sign_in(bureau).get(f"{HERE}rising").content.decode()

    assert queries.looked(bureau).rows == []
    assert all(words in page for words in ("没有看出苗头", "没有可比的过去", "红花镇、青树镇：记录不到 13 周"))


def test_the_page_asks_few_questions(risen, bureau, sign_in):
    page = sign_in(bureau)
    with at_most():
        page.get(f"{HERE}rising")


def test_a_warning_is_begun_with_the_township_and_goes_the_usual_way(risen, bureau, townships, village, sign_in):
    page, said = sign_in(bureau), sent(townships["here"])
    first, again = page.post(f"{HERE}rising/warn", said), page.post(f"{HERE}rising/warn", said)
    notice, rise = Notice.objects.get(), Rise.objects.get()

    assert first.headers["Location"] == again.headers["Location"] == f"{HERE}{notice.pk}/edit"
    assert (notice.kind, notice.state, notice.levels) == ("warning", "draft", ["village"])
    assert (notice.towns, notice.township_id) == ([townships["here"].pk], None)
    assert (rise.notice_id, rise.category, rise.seen, rise.past) == (notice.pk, "labour", Band(10, 5), Band(10, 5))
    assert village.short_name not in notice.title + notice.text
    assert notice.title in page.get(f"{HERE}rising").content.decode()
    assert "从哪个苗头起草" in page.get(f"{HERE}{notice.pk}/").content.decode()


def test_an_office_begins_one_for_its_own_township_only(risen, office, office_next_door, townships, sign_in):
    refused = sign_in(office_next_door).post(f"{HERE}rising/warn", sent(townships["here"]))
    sign_in(office).post(f"{HERE}rising/warn", sent(townships["here"]))

    assert refused.status_code == 404
    assert Notice.objects.get().township == townships["here"]


def test_the_library_s_words_are_taken_where_it_has_some(risen, bureau, townships, sign_in):
    facts = {"law": "劳动法", "source": "第五十条", "made_at": clock.now(), "made_by_id": bureau.user_id}
    day = clock.today() + timedelta(days=9)
    for category, left, title in (("labour", 9, "工钱怎么要"), ("labour", -1, "旧的"), ("land", 99, "土地")):
        review_by = clock.today() + timedelta(days=left)
        Article.objects.create(title=title, text="留好工资条。", category=category, review_by=review_by, **facts)
    sign_in(bureau).post(f"{HERE}rising/warn", sent(townships["here"]))

    found = Notice.objects.get()
    assert (found.title, found.text, found.article.review_by) == ("工钱怎么要", "留好工资条。", day)


def test_what_does_not_rise_any_more_begins_nothing(past, bureau, townships, sign_in):
    page = sign_in(bureau).post(f"{HERE}rising/warn", sent(townships["here"]), follow=True)

    assert "现在已经看不出这个苗头了" in page.content.decode()
    assert not Notice.objects.exists()
    assert sign_in(bureau).post(f"{HERE}rising/warn", {"form": "x"}).status_code == 404


def test_what_a_warning_was_begun_from_is_never_changed(risen, bureau, townships, sign_in):
    sign_in(bureau).post(f"{HERE}rising/warn", sent(townships["here"]))
    Rise.objects.update(least=99)
    found = Rise.objects.get()
    assert found.least == 10  # row security leaves it as it is

    found.pk = uuid4()
    with pytest.raises(IntegrityError, match="a_notice_follows_one_rise"), transaction.atomic():
        found.save(force_insert=True)
    with pytest.raises(DatabaseError, match="a_rise_tells_enough_only"), transaction.atomic():
        Rise(notice=found.notice, township=found.township, **_few(found)).save(force_insert=True)


def _few(found: Rise) -> dict:
    same = {name: getattr(found, name) for name in ("category", "begins_on", "ends_on", "past_weeks", "width")}
    return same | {"least": found.width - 1}
