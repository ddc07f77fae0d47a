"""参加、材料、意见、采纳: from the village's side and the adviser's, and the log that makes itself."""

import io
import os
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.occasions import actions, files, jobs, queries
from menkou.occasions.models import Occasion, Paper, Remark
from menkou.occasions.tests.conftest import NEXT_WEEK, NOON
from menkou.worklogs.models import Entry
from tests.cast import SLUG

PAGE = f"/{SLUG}/occasions/"
JPG = b"\xff\xd8\xff\xe0" + b"x" * 90 + b"\xff\xd9"


@pytest.fixture
def met(announce, noon):
    """A meeting that is over, of which the adviser knew."""
    made = announce()
    noon.move_to(NEXT_WEEK + timedelta(hours=3))
    return made


def test_taking_part_writes_the_log_by_itself(met, adviser_a, chen, village):
    actions.attend(by=adviser_a, occasion=met, presence="came", minutes=90)
    met.refresh_from_db()
    entry = Entry.objects.get()
    assert (entry.author, entry.village, entry.kind, entry.minutes) == (chen, village, "meeting", 90)
    assert entry.done_on == NEXT_WEEK.date()
    assert (met.entry, met.attended, met.took_part) == (entry, chen, True)
    with pytest.raises(Conflict, match="已经记过"):
        actions.attend(by=adviser_a, occasion=met, presence="came", minutes=90)
    assert Entry.objects.count() == 1


def test_nobody_was_there_before_it_began_but_papers_can_be_read(announce, adviser_a):
    made = announce()
    with pytest.raises(Conflict, match="还没到时间"):
        actions.attend(by=adviser_a, occasion=made, presence="came", minutes=9)
    actions.attend(by=adviser_a, occasion=made, presence="remote", minutes=40)
    assert Entry.objects.get().done_on == NOON.date()


def test_what_a_dispute_is_called_stays_out_of_the_log(announce, adviser_a, noon):
    made = announce(kind="dispute", title="张三和李四的宅基地")
    noon.move_to(NEXT_WEEK + timedelta(hours=3))
    actions.attend(by=adviser_a, occasion=made, presence="came", minutes=60)
    entry = Entry.objects.get()
    assert (entry.kind, entry.summary) == ("mediation", "矛盾纠纷")


def test_the_village_says_what_it_saw_beside_what_the_adviser_says(met, cadre, adviser_a):
    actions.witness(by=cadre, occasion=met, seen="missed")
    actions.attend(by=adviser_a, occasion=met, presence="came", minutes=30)
    met.refresh_from_db()
    assert (met.presence, met.seen) == ("came", "missed")


def test_nobody_saw_what_has_not_happened(announce, cadre):
    with pytest.raises(Conflict, match="还没到时间"):
        actions.witness(by=cadre, occasion=announce(), seen="came")


def test_b_may_take_part_in_the_place_of_a(met, adviser_b, lin):
    actions.attend(by=adviser_b, occasion=met, presence="came", minutes=30)
    met.refresh_from_db()
    assert met.attended == lin


@pytest.mark.parametrize("who", ["cadre", "office", "bureau", "adviser_next_door"])
def test_only_its_advisers_take_part_and_give_opinions(request, met, who):
    by = request.getfixturevalue(who)
    for act, said in (
        (actions.attend, {"presence": "came", "minutes": 9}),
        (actions.opine, {"opinion": "可以签"}),
        (actions.remark, {"clause": "第一条", "risk": "none"}),
    ):
        with pytest.raises(Refused):
            act(by=by, occasion=met, **said)


def test_an_opinion_is_adopted_or_not_with_the_reason(met, adviser_a, cadre):
    with pytest.raises(Conflict, match="还没有出具"):
        actions.decide(by=cadre, occasion=met, adopted="yes")
    actions.opine(by=adviser_a, occasion=met, opinion="违约金太低。")
    with pytest.raises(Invalid, match="写一句原因"):
        actions.decide(by=cadre, occasion=met, adopted="partly")
    made = actions.decide(by=cadre, occasion=met, adopted="partly", why_not="对方不同意。")
    assert (made.adopted, made.why_not) == ("partly", "对方不同意。")
    with pytest.raises(Conflict, match="不能再改"):
        actions.opine(by=adviser_a, occasion=met, opinion="改一改。")
    (row,) = queries.tally(NOON, NEXT_WEEK + timedelta(days=1))
    assert (row.told, row.untold, row.attended, row.opined, row.adopted) == (1, 0, 0, 1, 1)


def test_remarks_say_which_clause_and_how_to_mend_it(met, adviser_a, adviser_b):
    with pytest.raises(Invalid, match="怎么改"):
        actions.remark(by=adviser_a, occasion=met, clause="第五条", risk="high")
    made = actions.remark(by=adviser_a, occasion=met, clause="第五条", risk="high", words="写明金额。")
    with pytest.raises(Conflict, match="别人写的"):
        actions.remove_remark(by=adviser_b, occasion=met, remark=made)
    actions.remove_remark(by=adviser_a, occasion=met, remark=made)
    assert not Remark.objects.exists()


def test_papers_are_told_by_their_content_and_seen_on_record(met, cadre, adviser_a, sign_in, home):
    made = actions.add_paper(by=cadre, occasion=met, file=io.BytesIO(JPG), size=len(JPG))
    answer = sign_in(adviser_a).post(f"{PAGE}papers/{made.pk}/file")
    assert b"".join(answer.streaming_content) == JPG
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.filter(what="occasion.paper_taken").count() == 1
    with pytest.raises(Invalid, match="不是完整的"):
        actions.add_paper(by=cadre, occasion=met, file=io.BytesIO(b"MZ" * 99), size=198)
    with pytest.raises(Invalid, match="最大 10 MB"):
        actions.add_paper(by=cadre, occasion=met, file=io.BytesIO(JPG), size=40 << 20)


def test_a_paper_that_is_taken_back_goes_with_the_next_sweep(met, cadre):
    made = actions.add_paper(by=cadre, occasion=met, file=io.BytesIO(JPG), size=len(JPG))
    path = files.STORE.path_of(made.file)
    os.utime(path, (0, 0))
    jobs.forget_lost_papers()
    assert path.exists()
    actions.remove_paper(by=cadre, occasion=met, paper=made)
    jobs.forget_lost_papers()
    assert not path.exists()


@pytest.mark.parametrize("who", ["auditor", "director"])
def test_audit_and_directors_see_facts_and_no_papers(request, met, who, cadre, adviser_a, sign_in):
    paper = actions.add_paper(by=cadre, occasion=met, file=io.BytesIO(JPG), size=len(JPG))
    actions.opine(by=adviser_a, occasion=met, opinion="违约金太低。")
    browser = sign_in(request.getfixturevalue(who))
    assert "违约金太低" not in browser.get(f"{PAGE}{met.pk}/").content.decode()
    assert browser.post(f"{PAGE}papers/{paper.pk}/file").status_code == 404
    assert browser.get(f"/{SLUG}/papers/opinions/{met.pk}/").status_code == 403


def test_a_dispute_points_to_what_it_came_from_in_the_same_village(
    announce, met, cadre, village_next_door, office_next_door
):
    later = announce(kind="dispute", follows=met, happens_at=NEXT_WEEK + timedelta(days=9))
    assert list(queries.disputes_over(cadre, met)) == [later]
    with pytest.raises(Invalid, match="别的村"):
        announce(by=office_next_door, village=village_next_door, follows=met)


def test_the_day_is_walked_by_pages(sign_in, announce, cadre, adviser_a, noon):
    made = announce(kind="contract", title="鱼塘承包合同")
    page = f"{PAGE}{made.pk}/"

    def press(by, door: str, **said) -> str:
        answer = sign_in(by).post(f"{page}{door}", said, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "等答复" in sign_in(adviser_a).get(PAGE).content.decode()
    assert "会到" in press(adviser_a, "coming")
    press(adviser_a, "remark", clause="第五条", risk="some", words="写明金额。")
    press(adviser_a, "opine", opinion="改好第五条可以签。")
    noon.move_to(NEXT_WEEK + timedelta(hours=2))
    assert "日志里已经有" in press(adviser_a, "attend", presence="came", minutes="60")
    assert "来了" in press(cadre, "witness", seen="came")
    assert "采纳" in press(cadre, "decide", adopted="yes")
    printed = sign_in(cadre).get(f"/{SLUG}/papers/opinions/{made.pk}/").content.decode()
    assert all(said in printed for said in ("鱼塘承包合同", "第五条", "改好第五条可以签。", "签名"))
    assert sign_in(cadre).get(f"{PAGE}occasions.xlsx?show=all").status_code == 200


def test_an_opinion_that_comes_too_late_keeps_its_words(sign_in, met, adviser_a, cadre):
    actions.opine(by=adviser_a, occasion=met, opinion="可以签。")
    actions.decide(by=cadre, occasion=met, adopted="yes")
    answer = sign_in(adviser_a).post(f"{PAGE}{met.pk}/opine", {"opinion": "再看看第三条。"})
    assert answer.status_code == 409
    assert "再看看第三条。" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"presence": "came"},
        {"opinion": "x"},
        {"adopted": "yes"},
        {"reply": "coming"},
        {"why_off": "x"},
        {"seen": "came"},
    ],
)
def test_the_database_refuses_half_a_fact(met, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Occasion.objects.filter(pk=met.pk).update(**wrong)


def test_two_papers_are_never_one_file(met, cadre):
    made = actions.add_paper(by=cadre, occasion=met, file=io.BytesIO(JPG), size=len(JPG))
    facts = {"occasion": met, "file": made.file, "kind": "jpg", "size": 1, "added_at": NOON}
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(**facts, added_by_id=cadre.user_id)


def test_what_nobody_has_decided_on_is_listed_until_the_village_says_what_became_of_it(
    met, adviser_a, cadre, office, sign_in
):
    actions.opine(by=adviser_a, occasion=met, opinion="第三条要改。")
    page, here = sign_in(office), f"/{SLUG}/occasions/?show=undecided"
    before = page.get(here).content.decode()
    met.refresh_from_db()
    actions.decide(by=cadre, occasion=met, adopted="yes", why_not="", at_s=None)

    assert "村里还没说采纳没有" in before
    assert met.title in before
    assert met.title not in page.get(here).content.decode()
    assert "意见采纳" in page.get(f"/{SLUG}/occasions/?show=all").content.decode()
