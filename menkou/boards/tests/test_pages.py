"""The pages of boards: what is to be done, one board's life, words, hours, faces."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from menkou.advisers import actions as advisers
from menkou.boards import actions, queries
from menkou.boards.models import Board, Disclosure, Placing, Portrait, VillageHours
from menkou.core.models import AuditEntry
from tests.cast import SLUG
from tests.counting import MOST, at_most

HERE = f"/{SLUG}/boards/"
PLACE = "EXIF-SECRET-PLACE"


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 900), name: str = "p.jpg") -> SimpleUploadedFile:
    """A photo as a phone makes it: lying on its side, with words about where it was taken."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010E] = 6, PLACE
    Image.new("RGB", size, "#806040").save(made, kind, exif=exif)
    return SimpleUploadedFile(name, made.getvalue())


@pytest.mark.parametrize("show", ["", "due", "print", "hang", "take_down", "unseen", "silent", "without", "all"])
def test_the_list_costs_the_same_however_it_is_looked_at(show, sign_in, bureau, board, make, village_next_door):
    make(village_next_door, carriers=("a3", "card"))
    browser = sign_in(bureau)
    with at_most(14 if show == "silent" else MOST):  # every board's scans are asked for first
        page = browser.get(HERE, {"show": show})
    assert page.status_code == 200


def test_the_list_says_what_changed_and_counts_by_township(sign_in, district, bureau, board, lin):
    advisers.amend(by=bureau, district=district, row=lin, facts={"phone": "10000000077"})
    page = sign_in(bureau).get(HERE).text
    for words in ("各镇街要处理的", "红花镇", board.number, "B岗电话", "姓名、电话或地址更正"):
        assert words in page
    book = sign_in(bureau).get(f"{HERE}boards.xlsx")
    assert book.content.startswith(b"PK")
    one = sign_in(bureau).get(f"{HERE}{board.pk}/").text
    assert "10000000077" in one
    assert lin.adviser.name not in one.split("牌上和现在不一样的")[1].split("</table>")[0]


def test_codes_are_made_for_a_township_and_only_once(sign_in, bureau, village, village_next_door):
    browser, asked = sign_in(bureau), {"township": village.township.code, "carriers": ["a3", "card"]}
    assert browser.post(f"{HERE}make", asked).status_code == 302
    assert browser.post(f"{HERE}make", asked).status_code == 302
    assert sorted(Board.objects.values_list("carrier", "village__name")) == [
        ("a3", "红花村委会"),
        ("card", "红花村委会"),
    ]
    assert browser.post(f"{HERE}make", asked | {"further": "on"}).status_code == 302
    assert Board.objects.count() == 4
    wrong = browser.post(f"{HERE}make", {"township": village.township.code})
    assert wrong.status_code == 422
    assert "请至少选一种载体" in wrong.text


def test_a_cadre_makes_codes_for_their_own_village(sign_in, cadre, village, village_next_door):
    made = sign_in(cadre).post(f"{HERE}make", {"township": "mine", "carriers": "a3"}, follow=True)
    assert Board.objects.get().village == village
    assert Board.objects.get().number in made.text


@pytest.mark.parametrize("where", ["all", "town"])
def test_what_was_given_a_code_is_what_the_next_page_lists_as_to_be_printed(sign_in, bureau, village, where):
    town = village.township.code if where == "town" else where
    made = sign_in(bureau).post(f"{HERE}make", {"township": town, "carriers": "a3"}, follow=True)
    assert Board.objects.get().number in made.text
    assert "没有这样的公示牌" not in made.text


def test_put_up_looked_at_and_taken_down_are_on_record(sign_in, office, board, settings, tmp_path):
    settings.MENKOU_HOME = tmp_path
    browser, at = sign_in(office), f"{HERE}{board.pk}/"
    assert browser.post(f"{at}seen", {"found": "seen", "photo": picture()}).status_code == 302
    kept = Placing.objects.exclude(photo="").get()
    photo = browser.get(f"{at}photos/{kept.pk}")
    content = b"".join(photo.streaming_content)
    assert PLACE.encode() not in content
    assert Image.open(BytesIO(content)).size == (900, 1200)  # upright
    assert browser.post(f"{at}seen", {"found": "gone"}).status_code == 302
    assert browser.post(f"{at}up", {"place": "广场北墙"}).status_code == 302
    assert "广场北墙" in browser.get(at).text
    assert browser.post(f"{at}down").status_code == 302
    assert [one.kind for one in Placing.objects.filter(board=board)] == ["down", "up", "gone", "seen", "up"]
    again = browser.post(f"{at}down")
    assert (again.status_code, "已经登记过取下" in again.text) == (409, True)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"MZ" + b"\0" * 400), "不是完整的照片"),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"\0" * 400), "不是完整的照片"),
        (SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "不是完整的照片"),
        (SimpleUploadedFile("a.jpg", b"\0" * (8 * 1024 * 1024 + 1)), "最大 8 MB"),
        (SimpleUploadedFile("a.jpg", b""), "空的"),
    ],
)
def test_a_wrong_file_is_a_sentence(file, words, sign_in, bureau, chen):
    page = sign_in(bureau).post(f"{HERE}portraits/{chen.pk}", {"photo": file})
    assert page.status_code == 422
    assert words in page.text
    assert not Portrait.objects.exists()


@pytest.mark.parametrize("side", [(8000, 8000), (20_000, 10_000)])  # more than we take, more than the decoder does
def test_a_picture_that_would_unfold_to_gigabytes_is_a_sentence(side, sign_in, bureau, chen):
    bomb = BytesIO()
    Image.new("1", side).save(bomb, "PNG")
    page = sign_in(bureau).post(f"{HERE}portraits/{chen.pk}", {"photo": SimpleUploadedFile("a.png", bomb.getvalue())})
    assert "五千万像素" in page.text


def test_a_face_is_cut_written_anew_and_makes_the_boards_stale(sign_in, adviser_a, adviser_b, chen, board, stale):
    browser, at = sign_in(adviser_a), f"{HERE}portraits/{chen.pk}"
    assert browser.get(at).status_code == 200
    assert browser.post(at, {"photo": picture()}).status_code == 302
    kept = bytes(Portrait.objects.get().content)
    assert Image.open(BytesIO(kept)).size == (360, 480)
    assert PLACE.encode() not in kept
    assert stale() == {board.number: "A岗照片"}
    assert browser.get(f"{at}/photo").content == kept
    assert browser.post(f"{at}/remove").status_code == 302
    assert stale() == {}
    assert sign_in(adviser_b).get(at).status_code == 404


def test_the_bureau_adopts_words_with_a_logo(sign_in, bureau, village, chen, lin):
    browser = sign_in(bureau)
    assert "系统拟的稿" in browser.get(f"{HERE}words").text
    said = {
        "brand": "法律顾问在门口",
        "content": "解答\n代写",
        "commitments": "不收钱",
        "standards": "一天内回",
        "visiting": "每月一次",
        "licence_mask": "middle",
        "bureau_phone": "0537-0000009",
        "valid_from": "2026-01-01",
        "source": "区局 2026 年 1 号",
    }
    wrong = browser.post(f"{HERE}words", said | {"commitments": " \n", "bureau_phone": "电话"})
    assert (wrong.status_code, "每行一条" in wrong.text, "解答" in wrong.text) == (422, True, True)
    assert browser.post(f"{HERE}words", said | {"logo": picture("PNG", name="l.png")}).status_code == 302
    now = Disclosure.objects.get()
    assert (now.content, now.licence_mask) == (["解答", "代写"], "middle")
    assert browser.get(f"{HERE}words/logo").content == bytes(now.logo)
    facts = queries.facts_of([village])[village.pk]
    assert facts.a.licence == "1990*********0001"
    assert facts.logo


def test_a_village_s_own_hours(sign_in, cadre, village, board):
    at = f"{HERE}hours/{village.code}"
    assert sign_in(cadre).post(at, {"words": "每月 10 日", "valid_from": "2026-01-01"}).status_code == 302
    assert VillageHours.objects.get().words == "每月 10 日"
    assert "每月 10 日" in sign_in(cadre).get(at).text


def test_a_revoked_code_is_reissued_on_the_page(sign_in, bureau, board):
    browser, at = sign_in(bureau), f"{HERE}{board.pk}/"
    assert browser.post(f"{at}revoke", {"why": ""}).status_code == 422
    assert browser.post(f"{at}revoke", {"why": "被人贴了假码"}).status_code == 302
    assert "被人贴了假码" in browser.get(at).text
    assert browser.post(f"{at}reissue").status_code == 302
    board.refresh_from_db()
    assert (board.epoch, board.revoked_at, board.due) == (2, None, "print")


def test_suspicious_codes_are_listed_with_the_board(sign_in, client, bureau, office, board):
    client.get(f"/{SLUG}/b/{board.number}.{'a' * 16}")
    for who in (bureau, office):
        page = sign_in(who).get(f"{HERE}alarms").text
        assert board.number in page
        assert "村委会门口" in page


def test_an_adviser_who_serves_there_looks_after_the_board(sign_in, adviser_a, adviser_next_door, board):
    assert "adviser" in sign_in(adviser_a).get(f"{HERE}{board.pk}/").text
    assert sign_in(adviser_a).post(f"{HERE}{board.pk}/seen", {"found": "seen"}).status_code == 302
    assert sign_in(adviser_next_door).get(f"{HERE}{board.pk}/").status_code == 404
    assert AuditEntry.objects.filter(what="boards.looked_at").count() == 1


def test_a_board_nobody_looked_at_for_long_is_listed(sign_in, bureau, board, as_owner):
    assert board.number not in sign_in(bureau).get(HERE, {"show": "unseen"}).text
    Board.objects.filter(pk=board.pk).update(seen_at="2026-01-01T00:00Z")
    assert board.number in sign_in(bureau).get(HERE, {"show": "unseen"}).text


def test_the_actions_of_a_board_say_why_not(bureau, district, village, make):
    (made,) = make(village)
    with pytest.raises(actions.Conflict, match="还没有打印过"):
        actions.put_up(by=bureau, board=made, place="门口")
    with pytest.raises(actions.Conflict, match="没有挂着"):
        actions.look_at(by=bureau, board=made, found="seen")
