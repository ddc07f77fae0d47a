"""The signed link of a board: nothing that is altered by one letter is accepted, and whoever opens it is warned."""

import random
import time

import pytest

from menkou.boards import actions, links, queries
from menkou.boards.models import Alarm, ScanCount
from menkou.boards.rules.numbers import ALPHABET, tidy
from menkou.core.models import AuditEntry, Outgoing
from tests.cast import SLUG
from tests.counting import at_most

ALTERED = 100_000
ANY = ALPHABET + "abcdefghijklmnopqrstuvwxyz0189.-_/%?#ＡＺ７ "


@pytest.fixture
def code(board) -> str:
    return links.code(SLUG, board.number, board.epoch)


def alter(code: str, chance: random.Random) -> str:
    """One letter another, gone, doubled or swapped, a shorter signature, another case, something behind it."""
    place = chance.randrange(len(code))
    return chance.choice(
        [
            code[:place] + chance.choice(ANY) + code[place + 1 :],
            code[:place] + code[place + 1 :],
            code[:place] + chance.choice(ANY) + code[place:],
            code[: chance.randrange(len(code))],
            code[:place] + code[place].swapcase() + code[place + 1 :],
            code + chance.choice(ANY),
            code[: place - 1] + code[place] + code[place - 1] + code[place + 1 :] if place else code[1:],
        ]
    )


def test_no_altered_link_of_a_hundred_thousand_is_accepted():
    chance, number = random.Random(20261123), "7K3QX2"  # noqa: S311
    true = links.code(SLUG, number, 1)
    next_door = links.code(SLUG, "7K3QX3", 1).split(".")[1]
    others = [links.code("elsewhere", number, 1), links.code(SLUG, number, 2), f"{number}.{next_door}"]
    tried, start = 0, time.process_time()
    for altered in (*others, *(alter(true, chance) for _ in range(ALTERED))):
        if altered == true:
            continue
        pair = links.apart(altered)
        is_taken = pair is not None and links.is_signed(SLUG, pair[0], 1, pair[1])
        assert not is_taken, altered
        tried += 1
    assert tried > ALTERED * 0.9
    assert links.is_signed(SLUG, number, 1, true.split(".")[1])
    assert time.process_time() - start < 20


def test_a_board_s_code_opens_its_page_and_repeats_what_is_on_the_paper(client, code, board, chen, lin):
    with at_most(8):
        page = client.get(f"/{SLUG}/b/{code}")
    assert page.status_code == 200
    for words in (board.number, "红花村", "陈明", "林芳", chen.phone, f"/{SLUG}/v/{board.village.code}/ask"):
        assert words in page.text
    assert "<form" not in page.text  # it asks for nothing
    assert not page.cookies


def test_altered_codes_are_warned_of_at_the_door(client, code, board, adopted):
    chance = random.Random(7)  # noqa: S311
    for altered in {alter(code, chance) for _ in range(60)} - {code}:
        page = client.get(f"/{SLUG}/b/{altered.replace('%', '%25').replace('?', '%3F').replace('#', '%23')}")
        assert page.status_code == 404, altered
    assert not ScanCount.objects.exists()
    page = client.get(f"/{SLUG}/b/{code[:-1]}")
    for words in ("别付钱", "0537-0000009", "0537-0000001", "红花镇司法所", "12348"):
        assert words in page.text


def test_a_flood_of_altered_codes_is_one_alarm_an_hour_and_number(client, board, make, village, code):
    others = make(village, carriers=("a2", "round", "square", "card", "nameplate", "cover"))
    altered = f"{board.number}.{'a' * 16}"
    for _ in range(30):
        client.get(f"/{SLUG}/b/{altered}")
    for number in range(30):
        client.get(f"/{SLUG}/b/ZZZZZ{ALPHABET[number]}.{'a' * 16}")
    assert {(one.kind, one.number, one.count) for one in Alarm.objects.all()} == {
        ("altered", board.number, 30),
        ("unknown", "", 30),
    }
    assert Outgoing.objects.filter(key__startswith="board-alarm:").count() == 2
    for one in others:
        client.get(f"/{SLUG}/b/{one.number}.{'a' * 16}")
    told = Outgoing.objects.filter(key__startswith="board-alarm:")
    assert told.count() == 6  # five, and one that says to look at the list
    assert all(one.address == "bureau" for one in told)


def test_scans_are_counted_and_nobody_is_named(client, code, board):
    for _ in range(3):
        client.get(f"/{SLUG}/b/{code}")
    client.head(f"/{SLUG}/b/{code}")
    assert list(ScanCount.objects.values_list("board", "count")) == [(board.pk, 3)]
    assert not AuditEntry.objects.filter(what="boards.scanned").exists()


def test_a_revoked_code_warns_and_the_reissued_one_opens(client, board, code, bureau, stale):
    actions.revoke(by=bureau, board=board, why="牌被偷了")
    assert client.get(f"/{SLUG}/b/{code}").status_code == 410
    actions.reissue(by=bureau, board=board)
    assert client.get(f"/{SLUG}/b/{code}").status_code == 410
    board.refresh_from_db()
    new = queries.papers_of([board])[0].link.split("/b/")[1]
    assert new.split(".")[0] == board.number
    assert client.get(f"/{SLUG}/b/{new}").status_code == 200
    assert stale() == {board.number: "二维码"}
    assert set(Alarm.objects.values_list("kind", "number", "count")) == {("revoked", board.number, 2)}


def test_a_code_taken_down_goes_on_leading_to_the_village(client, board, code, bureau):
    actions.take_down(by=bureau, board=board)
    assert client.get(f"/{SLUG}/b/{code}").status_code == 200


def test_what_was_on_paper_before_goes_on_working(client, board, village):
    for path in (f"v/{village.code}/", f"v/{village.code}"):
        assert client.get(f"/{SLUG}/{path}").status_code == 200


def ask(client, said):
    return client.get(f"/{SLUG}/verify", {"q": said})


def test_verification_says_what_should_be_printed(client, board, code):
    number = board.number
    link = queries.papers_of([board])[0].link
    for said in (
        number,
        f" {number[:3].lower()} {number[3:]} ",
        code,
        f"/{SLUG}/b/{code}",
        link,
        f"testserver/{SLUG}/b/{code}",
    ):
        page = ask(client, said)
        for words in ("有这块牌", number, "红花村", "陈明", "林芳", "第 1 版", "村委会门口"):
            assert words in page.text, said
    assert not Alarm.objects.exists()


def test_whoever_guesses_a_number_learns_no_code(client, board, code):
    page = ask(client, board.number).text

    assert board.number in page
    assert code.partition(".")[2] not in page
    assert all(client.get(f"/{SLUG}/verify", {"q": "222222"}).status_code == 200 for _ in range(30))
    assert not Alarm.objects.exists()


@pytest.mark.parametrize(
    "false",
    [
        "https://evil.example/{slug}/b/{code}",
        "evil.example/{slug}/b/{code}",
        "//evil.example/{slug}/b/{code}",
        "https://testserver@evil.example/{slug}/b/{code}",
        "https://evil.example\\@testserver/{slug}/b/{code}",
        "https://testserver.evil.example/{slug}/b/{code}",
        "weixin://testserver/{slug}/b/{code}",
    ],
)
def test_another_address_is_flagged_however_it_is_written(client, code, false):
    page = ask(client, false.format(slug=SLUG, code=code))
    assert "不是我们的网址" in page.text
    assert "有这块牌" not in page.text
    assert Alarm.objects.get().kind == "foreign"


def test_a_mistyped_number_is_no_alarm_and_an_altered_link_is(client, board, code):
    assert "没有这个码" in ask(client, "ZZZZZZ").text
    assert "没有这个码" in ask(client, "红花村").text
    assert not Alarm.objects.exists()
    assert "这个码不对" in ask(client, f"{board.number}.{'a' * 16}").text
    assert Alarm.objects.get().number == board.number


def test_numbers_are_read_as_they_were_meant():
    assert tidy("７k3-qx2") == "7K3QX2"
    for typed in ("7K3QX", "7K3QX22", "7K3QX0", "红花村红花村", ""):
        assert tidy(typed) is None


UNSEEN = [
    {"sec-purpose": "prefetch"},
    {"purpose": "prefetch"},
    {"x-moz": "prefetch"},
    {"user-agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"},
]


@pytest.mark.parametrize("headers", UNSEEN)
def test_what_nobody_looks_at_is_no_scan_and_no_alarm(client, board, headers):
    code = links.code(SLUG, board.number, board.epoch)
    client.get(f"/{SLUG}/b/{code}", headers=headers)
    client.get(f"/{SLUG}/b/{board.number}.{'a' * 16}", headers=headers)
    client.head(f"/{SLUG}/b/{board.number}.{'a' * 16}")
    client.head(f"/{SLUG}/verify?q=http://elsewhere.example/b/x")

    assert not ScanCount.objects.exists()
    assert not Alarm.objects.exists()
