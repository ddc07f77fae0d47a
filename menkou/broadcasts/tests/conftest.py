"""Groups of two townships, and a notice of the bureau's that a second person has to agree to."""

from uuid import uuid4

import pytest

from menkou.broadcasts import actions
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.cases import actions as cases
from menkou.broadcasts.cases import queries
from menkou.broadcasts.cases.checking import actions as checking
from menkou.broadcasts.models import Delivery, Notice, TypicalCase
from menkou.broadcasts.rules.casing import Checked
from menkou.channels import accounts
from menkou.channels.models import Account
from menkou.consultations.models import ReviewCopy
from menkou.consultations.rules.meant import People, Told
from menkou.consultations.tests.released import release
from menkou.core import clock
from menkou.core.actors import CLOCK, Role
from menkou.groups.models import Group

WORDS = {"kind": "warning", "title": "有人冒充收费", "text": "土地确权不收钱。别给验证码。"}


@pytest.fixture
def second(make_actor):
    """The bureau's second person."""
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def group(village, chen):
    """红花村's, of ours: Chen owns it and pastes by hand."""
    return Group.objects.create(level="village", name="红花村法律顾问群", village=village, registration=chen)


@pytest.fixture
def own(village_next_door, wu):
    """青树村's own, in which Wu is a member."""
    return Group.objects.create(level="village", name="青树村乡亲", village=village_next_door, is_ours=False)


@pytest.fixture
def town_group(townships, office):
    facts = {"township": townships["here"], "owner_id": office.user_id}
    return Group.objects.create(level="township", name="红花镇司法所群", **facts)


@pytest.fixture
def groups(group, own, town_group):
    return group, own, town_group


def written(**more) -> Notice:
    facts = {"levels": ["village", "township"], "go_on": clock.today(), **WORDS}
    return Notice(**facts | more)


@pytest.fixture
def notice(bureau, groups):
    """Handed in, and waits for the second person."""
    found = written()
    actions.draft(by=bureau, notice=found)
    actions.hand_in(by=bureau, notice=found)
    return Notice.objects.get(pk=found.pk)


def spread(notice: Notice) -> None:
    """What the job does."""
    actions.begin(by=CLOCK, notice=notice)
    while bringing.spread(by=CLOCK, notice=notice):
        pass
    notice.refresh_from_db()


@pytest.fixture
def going(notice, second):
    """Agreed to, and put down for each group."""
    actions.approve(by=second, notice=notice, edition=1)
    spread(notice)
    return notice


@pytest.fixture
def delivery(going, group):
    return Delivery.objects.get(notice=going, group=group)


@pytest.fixture
def open_account(district):
    """An account that is on, with its secrets."""

    def open_account(kind: str) -> Account:
        account = Account(kind=kind, name=kind, number=f"n{uuid4().hex[:16]}", is_on=True, facts={"corpid": "ww1"})
        account.sealed = accounts.wrapped(account.pk, {"key": "k-1", "secret": "s" * 32})
        account.save()
        return account

    return open_account


TEXT = "借钱要写条子\n张三借给李四三万元，电话13800001111。李四不还。"
FIT, BIG = Told(is_sum_told=True), People(3000, 40_000, 600_000)


@pytest.fixture
def lent(answered, resident) -> ReviewCopy:
    return release(by=resident, consultation=answered, may_publish=True, form="7" * 32)


@pytest.fixture
def begun(lent, bureau) -> TypicalCase:
    """Of a copy, and its words are other ones by now."""
    pk = uuid4()
    cases.begin(by=bureau, copy=lent, case=pk)
    found = TypicalCase.objects.get(pk=pk)
    checking.amend(by=bureau, case=found, text=TEXT)
    return found


def check_all(by, case, said="kept") -> None:
    checking.check(by=by, case=case, said=[Checked(one.pk, said) for one in queries.masks_of(case)])


@pytest.fixture
def waiting(begun, bureau) -> TypicalCase:
    check_all(bureau, begun)
    checking.tell(by=bureau, case=begun, told=FIT, people=BIG)
    checking.hand_in(by=bureau, case=begun)
    begun.refresh_from_db()
    return begun


@pytest.fixture
def approved(waiting, second) -> TypicalCase:
    cases.approve(by=second, case=waiting, edition=1)
    waiting.refresh_from_db()
    return waiting


def used(by, case, **more) -> Notice:
    """做成推送, of today."""
    notice = Notice(levels=["village"], go_on=clock.today(), **more)
    cases.use(by=by, case=case, notice=notice)
    return notice
