"""典型案例, through the pages: the author sees every mask in its place, the second person what would go out."""

import logging
import re

import pytest

from menkou.broadcasts.cases import queries
from menkou.broadcasts.cases.checking import actions as checking
from menkou.broadcasts.cases.queries import to_agree_to as cases_to_agree_to
from menkou.broadcasts.models import CaseMask, Notice, TypicalCase
from menkou.broadcasts.tests.conftest import TEXT
from menkou.consultations.reviewing import actions as reviewing
from tests.cast import SLUG
from tests.guards.test_no_words_leak import everything_stored, leaks

HERE = f"/{SLUG}/pushes/cases/"
TOLD = {"level": 1, "is_sum_told": "on", "household": 1000, "topic": 1000}
LIVE = {"village": 3000, "township": 40_000, "district": 600_000}


def test_a_case_is_begun_checked_tested_agreed_to_and_used_through_the_pages(
    lent, bureau, second, sign_in, groups, caplog
):
    caplog.set_level(logging.DEBUG)
    page = sign_in(bureau)
    assert f"cases/of/{lent.pk}" in page.get(f"/{SLUG}/reviews/{lent.pk}/").content.decode()
    here = page.post(f"{HERE}of/{lent.pk}", {"form": "a" * 32}).headers["Location"]
    page.post(f"{here}amend", {"text": TEXT})
    shown = page.get(here).content.decode()
    assert re.search(r"<mark id=\"at-1\">张三</mark><b>→某甲</b>", shown)
    masks = queries.masks_of(TypicalCase.objects.get())
    assert f'name="said-{masks[0].pk}"' in shown
    assert "还有" in shown
    page.post(f"{here}check", {f"said-{one.pk}": "kept" for one in masks})
    page.post(f"{here}tell", TOLD | LIVE)
    assert "可以" not in page.post(f"{here}hand-in").headers["Location"]

    page = sign_in(second)
    read = page.get(here).content.decode()
    assert "某甲" in read
    assert "张三" not in read
    page.post(f"{here}approve", {"edition": 1})
    made = page.post(f"{here}use", {"form": "b" * 32}).headers["Location"]

    assert "某甲" in page.get(made).content.decode()
    assert Notice.objects.get().case == TypicalCase.objects.get(state="approved")
    assert leaks(caplog.text, "张三", "13800001111", "借钱要写条子") == []


def test_words_before_masking_are_seen_by_their_author_alone(begun, second, sign_in):
    shown = sign_in(second).get(f"{HERE}{begun.pk}/").content.decode()

    assert "张三" not in shown
    assert sign_in(second).post(f"{HERE}{begun.pk}/amend", {"text": "改一改"}).status_code == 403


@pytest.mark.parametrize("how", ["ends", "is written anew"])
def test_words_that_change_while_the_second_person_opens_them_are_not_shown_without_their_masks(
    how, waiting, bureau, second, sign_in, monkeypatch, lent, resident
):
    masks_of = queries.masks_of

    def meanwhile(case):
        monkeypatch.setattr(queries, "masks_of", masks_of)
        if how == "ends":
            reviewing.take_back(by=resident, copy=lent)
        else:
            checking.take_back(by=bureau, case=waiting)
            checking.amend(by=bureau, case=waiting, text="另一个标题\n完全另外的一些字，没有人。")
        return masks_of(case)

    monkeypatch.setattr(queries, "masks_of", meanwhile)
    shown = sign_in(second).get(f"{HERE}{waiting.pk}/")

    assert leaks(shown.content.decode(), "张三", "李四", "13800001111") == []
    assert shown.status_code == 409


def test_what_no_table_takes_is_not_put_in_a_place(begun, bureau, sign_in):
    page, one = sign_in(bureau), queries.masks_of(begun)[0]

    sent = page.post(f"{HERE}{begun.pk}/check", {f"said-{one.pk}": "changed", f"instead-{one.pk}": "某\x00甲"})

    assert sent.status_code == 302
    assert "怪字符" in page.get(f"{HERE}{begun.pk}/").content.decode()


def test_what_was_filled_in_wrongly_is_kept_and_says_what_to_do(begun, bureau, sign_in):
    page = sign_in(bureau)

    added = page.post(f"{HERE}{begun.pk}/add", {"words": "没有这个", "kind": "name", "instead": "某丙"})
    told = page.post(f"{HERE}{begun.pk}/tell", TOLD | LIVE | {"low": 50})

    assert (added.status_code, told.status_code) == (422, 422)
    assert "没有这个" in added.content.decode()
    assert "要么两格都填" in told.content.decode()


def test_a_page_of_words_that_were_changed_since_ticks_nothing(begun, bureau, sign_in):
    page, before = sign_in(bureau), queries.masks_of(begun)
    page.post(f"{HERE}{begun.pk}/amend", {"text": TEXT + "再说一句。"})

    page.post(f"{HERE}{begun.pk}/check", {f"said-{one.pk}": "refused" for one in before})

    assert "文字刚才改过了" in page.get(f"{HERE}{begun.pk}/").content.decode()
    assert not CaseMask.objects.exclude(said="").exists()


def test_the_groups_that_had_a_withdrawn_case_are_listed(approved, bureau, sign_in):
    page = sign_in(bureau)
    assert page.post(f"{HERE}{approved.pk}/withdraw", {"why": ""}).status_code == 422
    page.post(f"{HERE}{approved.pk}/withdraw", {"why": "法律改了"})

    shown = page.get(f"{HERE}{approved.pk}/").content.decode()
    assert "法律改了" in shown
    assert "撤下了" in page.get(HERE).content.decode()


def test_why_it_is_sent_back_is_read_by_its_author_and_sealed(waiting, bureau, second, sign_in):
    page = sign_in(second)
    assert page.post(f"{HERE}{waiting.pk}/send-back", {"why": ""}).status_code == 422
    page.post(f"{HERE}{waiting.pk}/send-back", {"why": "第二段认得出王老五"})

    assert "认得出王老五" in sign_in(bureau).get(f"{HERE}{waiting.pk}/").content.decode()
    assert leaks(everything_stored(), "王老五") == []
    waiting.refresh_from_db()
    assert (waiting.state, waiting.checked_at) == ("draft", None)


def test_what_waits_for_a_second_person_is_said_to_that_person_alone(waiting, notice, bureau, second, office, sign_in):
    told = [
        sign_in(by).get(f"/{SLUG}/{path}").content.decode() for by in (second, bureau) for path in ("pushes/", "desk/")
    ]

    assert ["等您批的" in one for one in told] == [True, True, False, False]
    assert "推送 1 条" in told[0]
    assert "典型案例 1 个" in told[0]
    assert "2 条" in told[1]
    assert not cases_to_agree_to(office).exists()


def test_a_case_names_its_pushes_and_how_far_they_came_and_its_words_stay(approved, second, groups, sign_in):
    page = sign_in(second)
    made = page.post(f"{HERE}{approved.pk}/use", {"form": "c" * 32}).headers["Location"]
    notice = Notice.objects.get()
    sent = {"form": "d" * 32, "kind": "warning", "title": "别的", "text": "别的话", "levels": ["village"]}
    page.post(made, sent | {"go_on": notice.go_on.isoformat()})

    notice.refresh_from_db()
    assert made.endswith("/edit")
    assert (notice.levels, notice.kind, notice.title) == (["village"], "case", approved.title)
    shown = page.get(f"{HERE}{approved.pk}/").content.decode()
    assert f"/{SLUG}/pushes/{notice.pk}/" in shown
    assert "用它做的推送，共 1 条" in shown
