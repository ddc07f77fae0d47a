"""The doors of a cycle: to whom they open, what stands on first pages, and how many questions they ask."""

from datetime import date

from menkou.advisers.models import Adviser, Registration
from menkou.assessments import queries
from menkou.assessments.cycling import actions
from menkou.assessments.models import Cycle, Score, Sheet
from menkou.assessments.tests.conftest import AT, HALF, judged, sheet_at, told, typed
from menkou.core.actors import Role
from tests.counting import at_most

DOORS = ("", "sheets", "progress")


def test_each_door_opens_to_whom_it_is_for(
    drawn, sheet, browse, adviser_a, cadre, director, office, bureau, auditor, operator
):
    at, one = f"{AT}{drawn.pk}/", sheet_at(sheet)
    for by in (office, bureau, auditor):
        assert all(browse(by).get(f"{at}{door}").status_code == 200 for door in DOORS)
        assert browse(by).get(one).status_code == 200
    for by in (adviser_a, cadre, director, operator):  # it is not shown yet
        assert {browse(by).get(f"{at}{door}").status_code for door in DOORS} == {404}
        assert browse(by).get(one).status_code == browse(by).get(f"{one}paper").status_code == 404
        assert browse(by).post(f"{one}score", typed(sheet)).status_code == 404
        assert browse(by).post(f"{at}show").status_code == 404
    assert browse(office).post(f"{at}show").status_code == 404
    assert browse(auditor).post(f"{at}show").status_code == 403
    assert browse(bureau).post(f"{one}score", typed(sheet)).status_code == 403
    assert browse(office).post(AT, {"period": HALF}).status_code == 403
    assert browse(operator).get(AT).status_code == 404


def test_a_sheet_of_somebody_else_is_not_there(
    mine, lin, browse, adviser_a, adviser_b, cadre, director, office_next_door
):
    for by in (adviser_b, cadre, office_next_door):
        assert browse(by).get(sheet_at(mine)).status_code == 404
        assert browse(by).get(f"{AT}scores/{judged(mine).pk}/").status_code == 404
        assert browse(by).post(sheet_at(mine, "reply"), {"text": "x"}).status_code == 404
    assert browse(director).get(sheet_at(mine)).status_code == 200
    assert browse(director).post(sheet_at(mine, "reply"), {"text": "x"}).status_code == 403
    theirs = Sheet.objects.get(registration=lin)
    assert browse(director).get(sheet_at(theirs)).status_code == 404
    assert browse(adviser_a).get(f"{AT}reviews").status_code == 404


def test_what_waits_stands_on_the_first_page_of_whom_it_waits_for(
    drawn, office, office_next_door, bureau, adviser_a, browse
):
    assert "要评分的考核表" in told(browse(office).get("/shili/desk/"))
    assert "半年考核<b>评分" in told(browse(bureau).get("/shili/desk/"))
    assert "半年考核</h2>" not in told(browse(adviser_a).get("/shili/consultations/"))
    for one in Sheet.objects.filter(cycle=drawn):
        by = office if one.scored_by_office_id in office.held(Role.JUDICIAL_OFFICE) else office_next_door
        actions.score(by=by, sheet=one, item=judged(one).item_id, points=1000, note="")
    assert "要评分的考核表" not in told(browse(office).get("/shili/desk/"))

    actions.show(by=bureau, cycle=drawn)
    assert "可以说明、申请复核" in told(browse(adviser_a).get("/shili/consultations/"))


def more(cycle: Cycle, sheet: Sheet, number: int) -> None:
    """So many more sheets, of as many advisers."""
    for n in range(number):
        adviser = Adviser.objects.create(name=f"某{n}", kind="lawyer", licence_no=f"19900000000001{n:03}")
        facts = {
            "adviser": adviser,
            "institution": sheet.registration.institution,
            "phone": "1",
            "valid_from": date(2020, 1, 1),
        }
        made = Sheet.objects.create(
            cycle=cycle,
            scheme=sheet.scheme,
            subject="adviser",
            registration=Registration.objects.create(**facts),
            scored_by_office=sheet.scored_by_office,
            name=adviser.name,
            made_at=sheet.made_at,
        )
        for score in queries.scores_of(sheet):
            Score.objects.create(
                sheet=made,
                item=score.item,
                points=0,
                words="x。",
                made_at=sheet.made_at,
                is_counted=score.is_counted,
                rows=b"",
            )


def test_pages_ask_as_few_questions_for_many_sheets_as_for_few(drawn, sheet, browse, office, bureau):
    more(drawn, sheet, 30)
    office_s, bureau_s = browse(office), browse(bureau)
    for client, path, most in (
        (office_s, f"{AT}{drawn.pk}/", 14),
        (office_s, sheet_at(sheet), 16),
        (bureau_s, f"{AT}{drawn.pk}/", 16),
        (bureau_s, f"{AT}{drawn.pk}/sheets", 12),
        (bureau_s, f"{AT}{drawn.pk}/unscored", 12),
        (bureau_s, AT, 12),
    ):
        client.get(path)
        with at_most(most):
            told(client.get(path))
    with at_most(14):
        assert bureau_s.post(f"{AT}{drawn.pk}/sheets.xlsx").status_code == 200
