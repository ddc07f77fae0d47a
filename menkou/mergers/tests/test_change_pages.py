"""The pages of a change: what is shown, what is kept when something is wrong, and how much is asked for it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from menkou.core import clock
from menkou.mergers import actions
from menkou.mergers.models import Change, Succession
from menkou.mergers.rules.succession import Place
from menkou.mergers.tests.conftest import AFTER, confirmed
from menkou.places.models import Village
from tests.cast import LONG_AGO, SLUG

HOME = f"/{SLUG}/places/changes/"
TEXT = "\n".join(f"{one.code} {one.name}" for one in AFTER)
FORM = {"title": "红花并村", "source": "批复", "effective_on": str(clock.today())}
ROWS = ("999901001201", "999901001202")


@pytest.fixture
def browser(sign_in, bureau):
    return sign_in(bureau)


def typed(change: Change, **other: str) -> dict[str, str]:
    rows = change.successions.all()
    said = {f"to-{row.code}": row.successor for row in rows} | {f"seen-{row.code}": row.revision for row in rows}
    return said | other


def test_a_list_is_pasted_and_compared(browser, village, small_village, village_next_door):
    response = browser.post(f"{HOME}new", {**FORM, "text": TEXT}, follow=True)

    text = response.content.decode()
    assert "3 → 2" in text
    assert "青树村委会 改为 大青树村委会" in text


def test_a_list_is_sent_as_a_file(browser, village, small_village, village_next_door):
    file = SimpleUploadedFile("名单.csv", f"代码,名称\n{TEXT.replace(' ', ',')}".encode("gb18030"))
    response = browser.post(f"{HOME}new", {**FORM, "file": file})

    assert response.status_code == 302
    assert Change.objects.get().successions.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "请选一个文件"),
        ({"text": "123 红花"}, "第 1 行开头应是 12 位代码"),
        ({"effective_on": "2020-01-01"}, "请选今天或以后"),
        ({"effective_on": str(clock.today() + timedelta(days=900))}, "两年以内"),
        ({"title": ""}, "请写这次调整的名称"),
        ({"text": "999901001201 红花村委会\n999901002201 青树村委会"}, "没有要调整的"),
    ],
)
def test_what_is_wrong_is_said_and_the_list_is_kept(browser, village, village_next_door, fields, words):
    response = browser.post(f"{HOME}new", {**FORM, "text": TEXT, **fields})

    text = response.content.decode()
    assert response.status_code == 422
    assert words in text
    assert fields.get("text", TEXT).split("\n")[0] in text
    assert not Change.objects.exists()


def test_a_bad_file_is_shown_to_be_mended(browser, village):
    file = SimpleUploadedFile("list.csv", b"999901001001,\xe7\xba\xa2\n99,x")
    text = browser.post(f"{HOME}new", {**FORM, "file": file}).content.decode()

    assert "第 2 行开头应是 12 位代码" in text
    assert "999901001001,红" in text


def test_a_township_s_table_shows_what_is_proposed_and_why(browser, draw_up):
    text = browser.get(f"{HOME}{draw_up().pk}/towns/999901001").content.decode()

    assert "红花社区居委会（拟）" in text
    assert "村名相同" in text
    assert text.count('class="state is-planned">拟') == 2


def test_all_rows_of_a_township_are_confirmed_with_one_button(browser, draw_up):
    change = draw_up()
    browser.post(f"{HOME}{change.pk}/towns/999901001", typed(change, do="all"))

    assert not change.successions.filter(confirmed_at=None).exists()


def test_only_the_ticked_rows_are_confirmed(browser, draw_up):
    change = draw_up()
    browser.post(f"{HOME}{change.pk}/towns/999901001", typed(change, do="save", **{f"ok-{ROWS[1]}": "on"}))

    assert [one.code for one in change.successions.exclude(confirmed_at=None)] == [ROWS[1]]


def test_two_officers_the_second_keeps_what_was_typed(browser, draw_up, bureau):
    change = draw_up()
    mine = typed(change, do="all", **{f"to-{ROWS[0]}": "", f"why-{ROWS[0]}": "整村搬迁"})
    confirmed(change, bureau)
    response = browser.post(f"{HOME}{change.pk}/towns/999901001", mine)

    text = response.content.decode()
    assert response.status_code == 409
    assert "刚刚有别人改过：红花村委会" in text
    assert 'value="整村搬迁"' in text
    assert "还没存" in text
    assert Succession.objects.get(code=ROWS[0]).successor == "999901001001"


def test_odd_characters_are_no_fault(browser, draw_up):
    change = draw_up()
    odd = {f"to-{ROWS[0]}": "", f"why-{ROWS[0]}": "整村\x00搬迁", f"seen-{ROWS[1]}": "99999999999"}
    assert browser.post(f"{HOME}{change.pk}/towns/999901001", typed(change, do="all", **odd)).status_code == 409
    del odd[f"seen-{ROWS[1]}"]
    browser.post(f"{HOME}{change.pk}/towns/999901001", typed(change, do="all", **odd))
    assert Succession.objects.get(code=ROWS[0]).reason == "整村搬迁"


def test_a_row_without_where_or_why_is_named_and_nothing_is_kept(browser, draw_up):
    change = draw_up()
    response = browser.post(f"{HOME}{change.pk}/towns/999901001", typed(change, do="all", **{f"to-{ROWS[0]}": ""}))

    assert response.status_code == 422
    assert "红花村委会：请选由哪个村承接" in response.content.decode()
    assert not Succession.objects.exclude(confirmed_at=None).exists()


def test_the_walk_from_the_change_to_the_old_code(browser, served, draw_up, client):
    change = draw_up()
    browser.post(f"{HOME}{change.pk}/sure")
    trial = browser.get(f"{HOME}{change.pk}/trial").content.decode()
    assert "1 份合同接着履行，1 份合同终止，2 个岗位接着干，1 个岗位撤下" in trial
    unsure = browser.post(f"{HOME}{change.pk}/apply")
    assert unsure.status_code == 422
    assert 'name="sure"' in unsure.content.decode()  # the box that it asks for is still there
    done = browser.post(f"{HOME}{change.pk}/apply", {"sure": "on"}, follow=True).content.decode()

    assert "现在有 2 个村（社区）" in done
    page = client.get(f"/{SLUG}/v/{ROWS[0]}/").content.decode()
    assert "<h1>红花社区</h1>" in page
    assert "红花村已并入红花社区" in page


def test_a_trial_counts_what_applying_moves(browser, served, consultation, cadre, settled, bureau):
    from menkou.mergers.moving.estates import estates_of, totals

    foreseen = totals(estates_of(settled, clock.today()))
    assert actions.apply(by=bureau, change=settled).moved == foreseen


def test_before_the_day_the_trial_says_when(browser, draw_up, bureau):
    change = confirmed(draw_up(effective_on=clock.today() + timedelta(days=3)), bureau)
    text = browser.get(f"{HOME}{change.pk}/trial").content.decode()

    assert "才生效" in text
    assert 'name="sure"' not in text
    assert browser.post(f"{HOME}{change.pk}/apply", {"sure": "on"}).status_code == 409


@pytest.mark.parametrize("who", ["office", "auditor", "director", "cadre", "adviser_a"])
def test_others_find_nothing(request, sign_in, draw_up, who):
    change = draw_up()
    browser = sign_in(request.getfixturevalue(who))

    for path in ("", "new", f"{change.pk}/", f"{change.pk}/trial", f"{change.pk}/towns/999901001"):
        assert browser.get(HOME + path).status_code == 404


def test_pages_ask_as_much_for_many_rows_as_for_few(browser, draw_up, townships, bureau):
    few = draw_up()
    town = f"{HOME}{few.pk}/towns/999901001"

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    paths = [HOME, f"{HOME}{few.pk}/", town, f"{HOME}{few.pk}/trial"]
    asked(HOME)  # what a process remembers, it asks once
    before = [asked(path) for path in paths]
    actions.withdraw(by=bureau, change=few)
    facts = {"township": townships["here"], "kind": "village", "valid_from": LONG_AGO}
    Village.objects.bulk_create(Village(code=f"9999010013{n:02}", name=f"甲{n}村委会", **facts) for n in range(30))
    many = draw_up([*AFTER, Place("999901001002", "乙村委会")], title="更多")
    again = [asked(path.replace(str(few.pk), str(many.pk))) for path in paths]

    assert again == before
    assert max(again) <= 18
