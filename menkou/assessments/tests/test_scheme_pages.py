"""A scheme is begun, typed, moved about, held against a half-year and adopted on pages that need no script."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from menkou.assessments import queries
from menkou.assessments.models import Scheme, Score, Sheet
from menkou.assessments.scheming import actions
from menkou.assessments.tests.conftest import FIRST
from menkou.assessments.tests.typing import typed
from menkou.core.models import AuditEntry
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/assessments/schemes"
AS_MANY_AS_MEASURES = 45


@pytest.fixture
def draft(bureau, district):
    return actions.begin(by=bureau, district=district, like="adviser")


@pytest.fixture
def page(draft, bureau, sign_in):
    """The bureau's browser and what stands in the editor."""
    browser = sign_in(bureau)
    return browser, typed(browser.get(f"{HERE}/{draft.pk}/edit"))


def test_a_scheme_is_begun_from_what_is_shipped_and_says_what_is_cut_off(bureau, sign_in):
    browser = sign_in(bureau)
    listed = browser.get(f"{HERE}/").content.decode()
    assert "系统给的建议稿" in listed
    assert "其余看不到" in listed
    begun = browser.post(f"{HERE}/begin", {"like": "table-b"})

    made = Scheme.objects.get()
    assert begun.headers["Location"] == f"{HERE}/{made.pk}/edit"
    assert "草稿" in browser.get(f"{HERE}/").content.decode()
    assert browser.post(f"{HERE}/begin", {"like": "no"}).status_code == 302
    assert Scheme.objects.count() == 1


def test_points_are_typed_as_people_write_them_and_kept_whole(page, draft):
    browser, said = page
    assert (said["i0-most"], said["i5-step"], said["g0-coefficient"]) == ("15", "1", "1")

    done = browser.post(
        f"{HERE}/{draft.pk}/edit", said | {"i0-most": "７.5", "g3-coefficient": "0.9", "title": "本区办法"}
    )

    draft.refresh_from_db()
    assert done.headers["Location"] == f"{HERE}/{draft.pk}/"
    assert (draft.title, draft.edition, draft.is_proposal) == ("本区办法", 2, False)
    assert draft.items.get(order=1).most == 750
    assert draft.grades.get(title="不合格").coefficient == 900
    shown = browser.get(f"{HERE}/{draft.pk}/").content.decode()
    assert "各项加起来 92.5 分" in shown
    assert "0.9" in shown


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"i0-most": "七"}, "请填数字，像 7.5"),
        ({"i0-most": "7.555"}, "小数最多 2 位"),
        ({"i0-most": "0"}, "分值要大于 0"),
        ({"i0-most": "9999"}, "最大 1000"),
        ({"i5-step": ""}, "每一次的分要大于 0"),
        ({"i0-kind": "per_case", "i0-step": "1"}, "不能做一次扣一次"),
        ({"i6-kind": "share"}, "请选“发生一次扣一次”"),
        ({"i0-kind": "judged"}, "不选数据来源"),
        ({"i0-measure": "told"}, "请从里面选"),
        ({"i0-title": "\x00"}, "空字符"),
        ({"g0-coefficient": "2.1"}, "最大 2"),
        ({"g0-title": "合格"}, "有两个等次同名"),
        ({"g0-least": "75"}, "从同一个分数起"),
        ({"weight_office": "101"}, "0 到 100"),
        ({"title": ""}, "请写名称"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(page, draft, sent, words):
    browser, said = page

    wrong = browser.post(f"{HERE}/{draft.pk}/edit", said | sent | {"i3-standard": "按回访定"})

    told = wrong.content.decode()
    assert wrong.status_code == 422
    assert words in told
    assert "按回访定" in told
    assert 'aria-invalid="true"' in told
    assert Scheme.objects.get(pk=draft.pk).edition == 1


def test_rows_are_moved_added_and_taken_away_without_a_script_and_nothing_is_kept_before_it_is_said(page, draft):
    browser, said = page
    there = f"{HERE}/{draft.pk}/edit"

    up = typed(browser.post(there, said | {"do": "up-1", "i1-title": "合同"}))
    assert [up["i0-title"], up["i1-title"]] == ["合同", "重大会议"]
    less = typed(browser.post(there, up | {"do": "remove-0"}))
    assert (less["i-count"], less["i0-title"]) == ("9", "重大会议")
    more = typed(browser.post(there, less | {"do": "add", "measure": "complaints"}))
    assert (more["i-count"], more["i9-title"], more["i9-kind"], more["i9-step"]) == ("10", "投诉查实", "per_case", "1")
    assert draft.items.first().title == "重大会议"
    graded = typed(browser.post(there, more | {"do": "grade_remove-2"}))
    assert graded["g-count"] == "3"
    saved = browser.post(there, graded | {"do": "save", "i9-most": "15"})

    assert saved.status_code == 302
    assert list(draft.items.values_list("title", flat=True))[-1] == "投诉查实"
    assert len(set(draft.items.values_list("key", flat=True))) == 10


@pytest.mark.parametrize("do", ["up-0", "down-9", "up-99", "up-²", "remove-x", "grade_remove-4", "no", "add"])
def test_buttons_that_mean_nothing_change_nothing(page, draft, do):
    browser, said = page

    again = typed(browser.post(f"{HERE}/{draft.pk}/edit", said | {"do": do, "measure": "no-such"}))

    assert again["i-count"] == said["i-count"]
    assert again["i0-title"] == said["i0-title"]


def test_a_forged_name_of_an_item_and_a_count_beyond_all_bounds_do_no_harm(page, draft):
    browser, said = page

    saved = browser.post(f"{HERE}/{draft.pk}/edit", said | {"i0-key": "<b>", "i1-key": "disputes"})
    beyond = browser.post(f"{HERE}/{draft.pk}/edit", said | {"i-count": "999"})

    assert saved.status_code == 302
    assert len(set(draft.items.values_list("key", flat=True))) == 10
    assert beyond.status_code == 422


def test_whoever_typed_meanwhile_is_named_and_nothing_typed_is_lost(page, draft, second):
    browser, said = page
    rules = queries.rules_of(draft)
    actions.change(by=second, scheme=draft, edition=1, rules=rules, standards={}, title="别人改的", source="讨论稿")

    met = browser.post(f"{HERE}/{draft.pk}/edit", said | {"title": "我改的"})
    again = browser.post(f"{HERE}/{draft.pk}/edit", typed(met))

    assert met.status_code == 409
    assert "second" in met.content.decode()
    assert "我改的" in met.content.decode()
    assert again.status_code == 302
    assert Scheme.objects.get(pk=draft.pk).title == "我改的"


def test_a_second_person_adopts_from_the_first_day_of_a_half_year(draft, bureau, second, sign_in):
    there = f"{HERE}/{draft.pk}"
    own = sign_in(bureau)
    assert "请区司法局的另一个人来定" in own.get(f"{there}/").content.decode()
    assert own.post(f"{there}/adopt", {"valid_from": "2026-h1", "edition": 1, "source": "x"}).status_code == 403

    other = sign_in(second)
    assert "2026-01-01 起" in other.get(f"{there}/").content.decode()
    for sent in ({"valid_from": "2026-q1", "edition": 1, "source": "x"}, {"valid_from": "2026-h1", "edition": 1}):
        assert other.post(f"{there}/adopt", sent).status_code == 422
    assert other.post(f"{there}/adopt", {"valid_from": "2026-h1", "edition": 7, "source": "x"}).status_code == 409
    sent = {"valid_from": "2026-h1", "edition": 1, "source": "区司发〔2026〕1号"}
    assert other.post(f"{there}/adopt", sent).status_code == 302

    draft.refresh_from_db()
    assert (draft.version, draft.valid_from, draft.source) == (1, FIRST, "区司发〔2026〕1号")
    assert other.get(f"{there}/edit").status_code == 302
    assert "在用" in other.get(f"{HERE}/").content.decode()


def test_a_draft_that_was_dropped_is_taken_up_again(draft, bureau, sign_in):
    browser = sign_in(bureau)
    browser.post(f"{HERE}/{draft.pk}/drop")
    assert "撤销“不用了”" in browser.get(f"{HERE}/{draft.pk}/").content.decode()
    browser.post(f"{HERE}/{draft.pk}/take-up")

    assert "放下" not in browser.get(f"{HERE}/{draft.pk}/take-up", follow=True).content.decode()
    assert Scheme.objects.get(pk=draft.pk).dropped_at is None


def test_a_test_run_tells_by_name_what_a_scheme_does_and_keeps_nothing(draft, auditor, sign_in, chen, lin, wu):
    browser = sign_in(auditor)
    with at_most(AS_MANY_AS_MEASURES):
        page = browser.get(f"{HERE}/{draft.pk}/trial").content.decode()

    assert "按2026年上半年已经记下的数算" in page
    assert "都按满分算" in page
    assert all(name in page for name in ("陈明", "林芳", "吴刚"))
    assert (Sheet.objects.count(), Score.objects.count()) == (0, 0)
    assert not AuditEntry.objects.filter(what="assessment.trial_taken").exists()
    browser.get(f"{HERE}/{draft.pk}/trial?print")
    taken = browser.get(f"{HERE}/{draft.pk}/trial.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(taken.content)).get_sheet_by_name("试算").to_python()
    assert [row[0] for row in rows[1:]] == sorted(["陈明", "林芳", "吴刚"])
    assert set(AuditEntry.objects.filter(what="assessment.trial_taken").values_list("count", flat=True)) == {3}


def test_two_schemes_are_held_against_each_other(adopt, bureau, sign_in, chen, lin, wu):
    adopted = adopt()
    draft, browser = actions.copy(by=bureau, scheme=adopted), sign_in(bureau)
    said = typed(browser.get(f"{HERE}/{draft.pk}/edit"))
    browser.post(f"{HERE}/{draft.pk}/edit", said | {"i4-most": "40", "i2-most": "5"})

    with at_most(AS_MANY_AS_MEASURES):
        page = browser.get(f"{HERE}/{draft.pk}/compare").content.decode()

    assert "矛盾纠纷 15 → 5" in page
    assert "等次会变" in page
    taken = browser.get(f"{HERE}/{draft.pk}/compare.xlsx?with={adopted.pk}")
    assert "矛盾纠纷 15→5" in str(
        CalamineWorkbook.from_filelike(BytesIO(taken.content)).get_sheet_by_index(0).to_python()
    )
    assert browser.get(f"{HERE}/{draft.pk}/compare?with={draft.pk}").status_code == 404
    assert browser.get(f"{HERE}/{adopted.pk}/compare").status_code == 302


def test_what_cannot_hold_is_not_tried(page, draft):
    browser, said = page
    browser.post(f"{HERE}/{draft.pk}/edit", said | {"g3-least": "10"})

    told = browser.get(f"{HERE}/{draft.pk}/trial")

    assert told.status_code == 409
    assert "要从 0 分起" in told.content.decode()


def test_a_half_year_that_is_being_assessed_keeps_its_scheme(drawn, bureau, second, sign_in):
    draft = actions.copy(by=bureau, scheme=Scheme.objects.get())

    told = sign_in(second).post(
        f"{HERE}/{draft.pk}/adopt", {"valid_from": "2025-h2", "edition": 1, "source": "区司发〔2026〕2号"}
    )

    assert told.status_code == 409
    assert "已经开始考核" in told.content.decode()


@pytest.mark.parametrize("who", ["office", "adviser_a", "cadre", "director", "operator"])
def test_nobody_else_finds_schemes_or_test_runs(who, request, draft, sign_in):
    browser = sign_in(request.getfixturevalue(who))

    assert {browser.get(f"{HERE}/{at}").status_code for at in ("", f"{draft.pk}/", f"{draft.pk}/trial")} == {404}


def test_the_list_asks_the_same_few_things_for_any_number(draft, bureau, district, sign_in):
    for key in ("adviser", "institution", "table-a"):
        actions.begin(by=bureau, district=district, like=key)
    browser = sign_in(bureau)
    with at_most():
        assert browser.get(f"{HERE}/").status_code == 200
    with at_most():
        assert browser.get(f"{HERE}/{draft.pk}/").status_code == 200
