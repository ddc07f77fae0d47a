"""The pages of 离任: what happens first, bad input in sentences, the pack, posts ahead."""

from datetime import timedelta

import pytest

from menkou.accounts.models import User
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.departures import actions, handing, paper, queries
from menkou.engagements.models import Contract
from menkou.groups.models import Group
from menkou.places.models import Village
from menkou.postings import actions as postings
from menkou.postings.models import Departure, Plan, Posting
from tests.cast import LONG_AGO, QUESTION, SLUG
from tests.counting import at_most

DAY = timedelta(days=1)


@pytest.fixture
def desk(sign_in, bureau):
    """The bureau's browser at a page of 离任: desk("get", "gaps")."""
    browser = sign_in(bureau)

    def desk(method: str, path: str = "", sent=None, by=None):
        chosen = sign_in(by) if by else browser
        return getattr(chosen, method)(f"/{SLUG}/departures/{path}", sent or {})

    return desk


def shown(answer) -> str:
    return answer.content.decode()


def form(**more) -> dict:
    return {"why": "left", "on": f"{clock.today() + 5 * DAY}", "reason": "", **more}


def test_the_page_says_what_happens_first_and_records(desk, chen, lin, consultation):
    page = shown(desk("get", f"people/{chen.pk}"))
    assert "红花村" in page
    assert "林芳（B岗）" in page
    assert "还没办结的咨询 1 件" in page
    assert desk("post", f"people/{chen.pk}", form()).status_code == 302
    departure = Departure.objects.get()
    assert "陈明：离职" in shown(desk("get", f"{departure.pk}/"))
    assert "还没到日子" in shown(desk("get"))
    assert desk("post", f"{departure.pk}/undo").status_code == 302
    assert not Departure.objects.exists()


def test_a_suspension_has_its_last_day_and_is_lifted_by_a_button(desk, chen):
    today = clock.today()
    sent = form(why="suspended", on=f"{today}", last=f"{today + 9 * DAY}", reason="处罚决定书")
    assert desk("post", f"people/{chen.pk}", sent).status_code == 302
    departure = Departure.objects.get()
    assert departure.valid_until == today + 10 * DAY
    assert desk("post", f"{departure.pk}/undo").status_code == 302
    assert Departure.objects.exists()
    assert "恢复任职" in shown(desk("get", f"{departure.pk}/"))
    desk("post", f"{departure.pk}/lift")
    assert not Departure.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"on": ""}, "请选从哪天起"),
        ({"on": "后天"}, "2026-03-05 这样"),
        ({"on": "2020-01-01"}, "已经过去"),
        ({"on": "2093-01-01"}, "核对年份"),
        ({"why": ""}, "请选缘由"),
        ({"why": "licence"}, "从列表里选"),
        ({"why": "suspended"}, "写明依据"),
        ({"why": "replaced", "reason": "差", "last": "2093-01-01"}, "请空着"),
        ({"why": "suspended", "reason": "罚", "last": "2020-01-01"}, "比开始还早"),
        ({"reason": "长" * 201}, "最多 200 字"),
    ],
)
def test_what_cannot_be_right_is_named(desk, chen, typed, says):
    answer = desk("post", f"people/{chen.pk}", form(**typed))
    assert answer.status_code == 422
    assert says in shown(answer)
    assert not Departure.objects.exists()


def test_the_director_may_only_say_that_somebody_leaves(desk, director, chen):
    assert "责令更换" not in shown(desk("get", f"people/{chen.pk}", by=director))
    assert desk("post", f"people/{chen.pk}", form(why="replaced", reason="差"), by=director).status_code == 422


def test_what_is_on_record_already_is_a_conflict_on_the_page(desk, bureau, chen):
    actions.suspend(by=bureau, registration=chen, on=clock.today(), until=None, reason="罚")
    answer = desk("post", f"people/{chen.pk}", form(why="suspended", reason="罚"))
    assert answer.status_code == 409
    assert "已经登记过离任" in shown(answer)


def test_an_institution_leaves_by_its_page(desk, chen, institutions):
    page = f"institutions/{institutions['firm'].pk}"
    assert "陈明" in shown(desk("get", page))
    assert desk("post", page, {"on": f"{clock.today()}", "reason": ""}).status_code == 422
    assert desk("post", page, {"on": f"{clock.today()}", "reason": "注销"}).status_code == 302
    assert desk("get", page).status_code == 404


@pytest.fixture
def gone(bureau, chen, lin, cadre, consultation):
    """Chen has left today; the matter went to Lin."""
    User.objects.filter(pk=cadre.user_id).update(phone="13800000000")
    return actions.leave(by=bureau, registration=chen, on=clock.today(), reason="另有高就")


def test_the_pack_names_matters_by_number_and_people_by_phone(desk, gone, consultation):
    page = shown(desk("get", f"{gone.pk}/pack"))
    assert consultation.reference in page
    assert QUESTION not in page
    assert "13800000000" in page
    assert "林芳 10000000001" in page
    assert "红花村" in page


def test_the_pack_comes_as_pdf_without_content(desk, gone, consultation, district):
    told = paper.told(handing.pack_for(Actor(None, "", frozenset({("justice_bureau", None)})), gone.pk), is_demo=True)
    assert told["matters"] == [[consultation.reference, "等待答复", told["matters"][0][2], "林芳"]]
    answer = desk("get", f"{gone.pk}/pack.pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_where_no_pdf_can_be_set_the_page_says_what_to_do(desk, gone, monkeypatch):
    monkeypatch.setattr(paper, "LONGEST_S", 0)
    answer = desk("get", f"{gone.pk}/pack.pdf")
    assert answer.url.endswith("/pack")
    assert "请直接打印这一页" in shown(desk("get", f"{gone.pk}/pack"))


def test_the_pack_names_the_groups_that_are_to_be_handed_on(desk, gone, village):
    facts = {"level": "village", "village": village}
    Group.objects.create(name="红花村法律顾问群", registration=gone.registration, **facts)
    Group.objects.create(name="红花村乡亲", is_ours=False, **facts)
    page = shown(desk("get", f"{gone.pk}/pack"))

    assert "红花村法律顾问群" in page
    assert "红花村乡亲" not in page


def test_a_new_holder_reads_the_pack_of_their_villages_and_others_none(
    desk, gone, adviser_b, adviser_next_door, village, village_next_door, chen, wu
):
    old = Posting.objects.create(
        village=village_next_door, post="B", registration=chen, valid_from=LONG_AGO, valid_until=clock.today()
    )
    gone.took["posts"].append([str(old.pk), None])
    gone.save()
    page = shown(desk("get", f"{gone.pk}/pack", by=adviser_b))
    assert "红花村" in page
    assert "青树村" not in page
    assert "青树村" in shown(desk("get", f"{gone.pk}/pack", by=adviser_next_door))
    Posting.objects.filter(registration=wu).delete()
    assert desk("get", f"{gone.pk}/pack", by=adviser_next_door).status_code == 404


def test_who_takes_over_finds_the_pack_and_who_does_not_finds_none(desk, gone, adviser_b, adviser_next_door):
    assert f"/departures/{gone.pk}/pack" in shown(desk("get", "mine", by=adviser_b))
    assert "没有要接手的" in shown(desk("get", "mine", by=adviser_next_door))


def test_a_repair_fills_what_a_departure_left(desk, gone, bureau, district, village, wu):
    plan = Plan(value=1, bound=1, seconds=1, valid_from=clock.today())
    post = Posting(village=village, post="A", registration=wu, valid_from=clock.today())
    postings.amend(by=bureau, district=district, plan=plan, postings=[post])
    assert not [one for one in queries.gaps_ahead(bureau) if one.village == village]
    assert "吴刚 10000000001" in shown(desk("get", f"{gone.pk}/pack"))


def test_posts_ahead_without_anybody_are_listed_with_their_day(desk, village, chen, lin):
    until = clock.today() + 30 * DAY
    contract = Contract.objects.create(
        village=village, institution=chen.institution, valid_from=LONG_AGO, valid_until=until
    )
    Posting.objects.filter(registration=chen).update(contract=contract, valid_until=until)
    page = shown(desk("get", "gaps"))
    assert f"A岗 {clock.in_words(until)}起没有顾问" in page
    assert "共 1 处空缺" in page
    Posting.objects.filter(registration=lin).delete()
    assert "B岗现在没有顾问" in shown(desk("get", "gaps", {"township": village.township.code}))
    assert "没有要空的岗位" in shown(desk("get", "gaps", {"township": "999901002"}))


def test_a_gap_says_which_village_and_since_when(bureau, village, chen):
    gap = next(one for one in queries.gaps_ahead(bureau) if one.post == "B")
    assert (gap.called, gap.since, gap.until, gap.why) == ("红花村B岗", clock.today(), None, "没有派人")


def test_pages_make_few_statements_however_many_rows(desk, bureau, village, chen, lin, gone):
    facts = {"township": village.township, "kind": "village", "valid_from": LONG_AGO}
    for number in range(12):
        Village.objects.create(code=f"9999010014{number:02}", name=f"{number}号村", **facts)
    with at_most():
        assert "共 25 处空缺" in shown(desk("get", "gaps"))
    with at_most(13):  # people, matters, boards and groups stand in one list
        desk("get", f"{gone.pk}/pack")
    with at_most(16):
        desk("get", f"people/{lin.pk}")
