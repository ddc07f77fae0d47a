"""P-17: two hundred canaries through every box that people's words go into; none flies out, in any shape, anywhere."""

import base64
import logging
import re
from itertools import count
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from menkou.complaints.models import Complaint, Statement
from menkou.consultations.models import Consultation, Message, Note, Opinion, ReviewCopy
from menkou.core import clock
from menkou.core.models import AuditEntry, Outgoing
from menkou.hotline.models import Order
from tests.cast import SLUG
from tests.guards.canaries import MARK, canary, leaks, leaks_in_files
from tests.guards.test_no_words_leak import everything_stored

DISTRICT = f"/{SLUG}"
MATTERS, EACH = 11, 22  # matters, and the canaries that each of them holds
WRONG = ["adviser_b", "adviser_next_door", "cadre", "director", "office", "auditor", "operator"]
LISTS = [
    "asked/",
    "consultations/",
    "consultations/closed",
    "consultations/keeping",
    "worklogs/",
    "desk/",
    "desk/asked",
    "desk/ledger",
]
LISTS += [
    "inspections/",
    "inspections/mine",
    "complaints/",
    "complaints/mine",
    "hotline/",
    "reviews/",
    "departures/mine",
    "api/consultations",
    "api/numbers",
    "api/worklogs",
    "",
]


class Planter:
    """Types canaries wherever a resident, an adviser or an inspector may type about a matter."""

    def __init__(self, village, adviser, other, bureau, colleague) -> None:
        self.village, self.numbers, self.told = village, count(), []
        self.colleague = str(colleague.pk)
        self.phone, self.desk, self.other_desk, self.office = Client(), Client(), Client(), Client()
        for browser, by in ((self.desk, adviser), (self.other_desk, other), (self.office, bureau)):
            browser.force_login(by)
        self.phone.get(f"{DISTRICT}/v/{village.code}/ask")

    def post(self, browser: Client, path: str, **sent):
        response = browser.post(f"{DISTRICT}/{path}", sent)
        self.told.append(f"{response.request['PATH_INFO']} {response.headers}")
        assert response.status_code < 500
        return response

    def next(self) -> str:
        return canary(next(self.numbers))

    def live(self) -> Consultation:
        """One matter with a canary in every box: asked, answered, referred, shared, inspected, complained of, reviewed."""
        self.post(self.phone, f"v/{self.village.code}/ask", text=self.next())
        asked = Consultation.objects.order_by("-id").first()
        for _ in range(2):
            self.post(self.phone, f"asked/{asked.pk}/follow-up", text=self.next())
        for _ in range(2):
            self.post(self.desk, f"consultations/{asked.pk}/answer", text=self.next())
        bound = {"to": "12348", "text": self.next(), "bring": self.next()}
        self.post(self.desk, f"consultations/{asked.pk}/refer", **bound)
        self.post(self.desk, f"consultations/{asked.pk}/opinions", person=self.colleague, is_spoken="on")
        opinion = Opinion.objects.get(consultation=asked)
        self.post(self.other_desk, f"consultations/opinions/{opinion.pk}/give", text=self.next())
        why = {"cause": "complaint", "reason": self.next(), "basis": self.next(), "instrument": self.next()}
        self.post(self.office, "inspections/", reference=asked.reference, defer_days=3, **why)
        self.post(self.desk, f"consultations/{asked.pk}/close", minutes=20, category="other")
        self.post(self.desk, f"consultations/{asked.pk}/answer", text=self.next())  # refused and shown again
        self.post(self.phone, "pickup", code=self.next())  # no 取件码 at all
        self.complain(asked)
        self.call_hotline()
        self.review(asked)
        return asked

    def review(self, asked: Consultation) -> None:
        """What the adviser drew up for the bureau, what it thinks of it; and then the words themselves, released."""
        Message.objects.filter(consultation=asked).update(visible_at=asked.asked_at)  # ten seconds later
        Consultation.objects.filter(pk=asked.pk).update(answered_at=asked.asked_at)
        self.post(self.desk, f"consultations/{asked.pk}/review", text=self.next())
        proposed = ReviewCopy.objects.get(consultation=asked)
        self.post(self.phone, f"asked/{asked.pk}/reviews/{proposed.pk}/agree")
        assert MARK in self.post(self.office, f"reviews/{proposed.pk}/read").content.decode()
        self.post(self.office, f"reviews/{proposed.pk}/judge", verdict="good", text=self.next())
        self.post(self.phone, f"asked/{asked.pk}/reviews/{proposed.pk}/take-back")
        page = self.phone.get(
            f"{DISTRICT}/asked/{asked.pk}/review"
        ).content.decode()  # what is released is what was shown
        seen = re.search(r'name="seen" value="(\w+)"', page)[1]
        self.post(self.phone, f"asked/{asked.pk}/review", may_review="on", seen=seen)
        assert ReviewCopy.objects.filter(consultation=asked, state="open").exists()

    def complain(self, asked: Consultation) -> None:
        """A complaint about the matter: its words, the summary of them, a statement, and what is answered."""
        about = {"kind": "other", "about": str(asked.holder_id), "to_bureau": "on"}
        self.post(self.phone, f"asked/{asked.pk}/complaint", text=self.next(), **about)
        found = Complaint.objects.order_by("-id").first()
        self.post(self.office, f"complaints/{found.pk}/accept")
        self.post(self.office, f"complaints/{found.pk}/ask", sides="adviser", summary=self.next())
        stated = Statement.objects.get(complaint=found)
        self.post(self.desk, f"complaints/statements/{stated.pk}/", text=self.next())
        self.post(self.office, f"complaints/{found.pk}/answer", outcome="untrue", text=self.next())
        assert Complaint.objects.get(pk=found.pk).state == "answered"

    def call_hotline(self) -> None:
        """A work order of the hotline: what it is about, what was done, and what was answered."""
        whom = {"kind": "other", "subject": "village", "village": str(self.village.pk), "received_at": clock.today()}
        self.post(self.office, "hotline/new", number=f"{Order.objects.count():06d}", text=self.next(), **whom)
        found = Order.objects.order_by("-id").first()
        self.post(self.office, f"hotline/{found.pk}/accept")
        self.post(self.office, f"hotline/{found.pk}/assign", to="bureau")
        self.post(self.office, f"hotline/{found.pk}/handle", text=self.next())
        assert MARK in self.post(self.office, f"hotline/{found.pk}/read").content.decode()
        self.post(self.office, f"hotline/{found.pk}/answer", outcome="untrue", text=self.next())
        assert Order.objects.get(pk=found.pk).state == "answered"


@pytest.fixture
def planter(village, adviser_a, adviser_b, bureau, lin, caplog):
    from menkou.accounts.models import User

    caplog.set_level(logging.DEBUG)
    users = {by: User.objects.get(pk=by.user_id) for by in (adviser_a, adviser_b, bureau)}
    return Planter(village, users[adviser_a], users[adviser_b], users[bureau], lin)


def live(planter, matters: int) -> list[Consultation]:
    lived = [planter.live() for _ in range(matters)]
    assert next(planter.numbers) == EACH * matters
    assert Message.objects.count() == 6 * matters
    assert Note.objects.count() == matters
    return lived


def fly_nowhere(planter, caplog, request, lived) -> None:
    """Every sink: tables, queue and outbox, logs, addresses and headers, files, and what wrong persons are shown."""
    assert leaks(everything_stored()) == []
    assert leaks(caplog.text) == []
    assert leaks("\n".join(planter.told)) == []
    assert (
        leaks_in_files(settings.MENKOU_HOME / "logs", settings.MENKOU_HOME / "scans", settings.MENKOU_HOME / "batches")
        == []
    )
    sign_in, shown = request.getfixturevalue("sign_in"), []
    for who in WRONG:
        browser = sign_in(request.getfixturevalue(who))
        paths = [*LISTS, *(f"consultations/{one.pk}/" for one in lived[:2]), *(f"asked/{one.pk}/" for one in lived[:2])]
        paths += [f"reviews/{one.pk}/" for one in ReviewCopy.objects.filter(state="open")[:2]]
        shown += [browser.get(f"{DISTRICT}/{path}").content.decode() for path in paths]
    assert leaks("\n".join(shown)) == []


def test_two_hundred_canaries_fly_nowhere(planter, caplog, request):
    fly_nowhere(planter, caplog, request, live(planter, MATTERS))


@pytest.mark.nightly
def test_two_thousand_canaries_fly_nowhere(planter, caplog, request):
    fly_nowhere(planter, caplog, request, live(planter, 10 * MATTERS))


def test_they_were_planted_where_they_belong(planter):
    asked = planter.live()

    assert MARK in planter.phone.get(f"{DISTRICT}/asked/{asked.pk}/").content.decode()
    assert MARK in planter.desk.get(f"{DISTRICT}/consultations/{asked.pk}/").content.decode()


@pytest.mark.parametrize(
    "shape",
    [
        lambda word: word,
        lambda word: f"({word!r})",
        lambda word: quote(word),
        lambda word: base64.b64encode(f"a{word}b".encode()).decode(),
        lambda word: base64.b64encode(f"ab{word}".encode()).decode(),
        lambda word: base64.b64encode(f"abc{word}c".encode()).decode(),
        lambda word: word.encode("utf-16").hex(),
        lambda word: f"\\x{word.encode().hex().upper()}",
        lambda word: word.encode("ascii", "backslashreplace").decode(),
    ],
)
@pytest.mark.parametrize("sink", ["outbox", "audit", "log", "file"])
def test_a_seeded_leak_is_seen_in_every_shape(district, caplog, tmp_path, shape, sink):
    leaked = shape(canary(7))
    if sink == "outbox":
        Outgoing.objects.create(key="k", channel="file", address="a", words=leaked)
        assert leaks(everything_stored())
    elif sink == "audit":
        AuditEntry.objects.create(by="x", what=leaked, subject="s")
        assert leaks(everything_stored())
    elif sink == "log":
        logging.getLogger("menkou").error(leaked)
        assert leaks(caplog.text)
    else:
        (tmp_path / "web.log").write_text(leaked)
        assert leaks_in_files(tmp_path)


def test_a_leak_of_the_house_itself_is_seen(planter, monkeypatch):
    from menkou.consultations import actions

    tell = actions.holding.tell_holder
    monkeypatch.setattr(actions.holding, "tell_holder", lambda matter, words, key: tell(matter, words + canary(1), key))
    planter.live()

    assert leaks(everything_stored()) == ["plain"]
