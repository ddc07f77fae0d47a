"""群和推送 of the demo: groups of three levels, one notice that came nearly everywhere, one under way, one to agree to."""

from datetime import date, datetime, time, timedelta
from typing import Any

from uuid_utils.compat import uuid7

from menkou.accounts.models import User
from menkou.accounts.queries import actor_for, user_called
from menkou.broadcasts import actions
from menkou.broadcasts.library import actions as library
from menkou.broadcasts.models import Article, Delivery, Notice
from menkou.channels.models import Account
from menkou.core import clock
from menkou.core.actors import CLOCK, INSTALLER, Role
from menkou.demo import cased
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.pushed_words import ARTICLES, PUSHED
from menkou.groups.keeping import actions as keeping
from menkou.groups.models import Group
from menkou.places.models import Village

BUREAU, SECOND = "sifaju", "sifaju-2"
OWN_EVERY, ABSENT_EVERY = 5, 9  # villages with a group of their own; those whose adviser is not in it
AGO, NINE = timedelta(days=10), time(9)


def push(stage, today: date) -> None:
    """Groups first, then what goes into them."""
    groups = _groups(stage, today)
    keeping.take_in(by=INSTALLER, district=stage.district, groups=groups)
    people = [one for one in (user_called(BUREAU), user_called(SECOND)) if one]
    _gone_out(stage, groups, people, today)
    cased.write(stage, people)
    _under_way(stage, people)
    _to_agree_to(people)
    _keep_library(stage, people, today)


def _keep_library(stage, people: list[User], today: date) -> None:
    """An article that holds, and one that is to be looked at again soon."""
    bureau = actor_for(people[0])
    for number, said in enumerate(ARTICLES):
        article = Article(pk=uuid7(), review_by=today + timedelta(days=180 - 170 * number), **said)
        library.put_in(by=bureau, district=stage.district, article=article)


def _groups(stage, today: date) -> list[Group]:
    month = today.replace(day=1)
    found = [_of_district(stage, month)]
    for code, town in stage.towns.items():
        if user := stage.users.get((Role.JUDICIAL_OFFICE, code)):
            facts = {"officers": 4, "advisers": 6, "active_month": month, "looked_on": today}
            name = f"{town.name}司法所法律顾问群"
            found.append(Group(level="township", name=name, township=town, owner=user, **facts))
    for number, (_, village) in enumerate(sorted(stage.villages.items())):
        found.append(_of_village(stage, village, number, month))
    return found


def _of_district(stage, month: date) -> Group:
    """The bureau's own, into which its robot speaks."""
    robot = Account.objects.filter(kind=Account.Kind.ROBOT).first()
    facts = {"officers": 22, "advisers": 95, "active_month": month, "looked_on": clock.today(), "account": robot}
    means = Group.Means.ROBOT if robot else Group.Means.HAND
    name, owner = f"{stage.district.name}法律顾问之家", user_called(BUREAU)
    return Group(level="district", form="wecom", name=name, owner=owner, means=means, **facts)


def _of_village(stage, village: Village, number: int, month: date) -> Group:
    a, _ = stage.chosen.plan.posts[village.code]
    owns = number % OWN_EVERY != OWN_EVERY - 1 or village.code == WALK_VILLAGE
    counts = {"residents": 60 + number * 7 % 240, "cadres": 3 + number % 4, "advisers": 1}
    facts = {"has_adviser": number % ABSENT_EVERY != ABSENT_EVERY - 1, "active_month": month, **counts}
    owner = {"registration": stage.registrations[a]} if owns else {"is_ours": False}
    town = village.township.name
    name = f"{town}{village.short_name}法律顾问群" if owns else f"{village.short_name}乡亲群"
    looked_on = clock.today() - timedelta(days=number % 50)
    return Group(level="village", name=name, village=village, looked_on=looked_on, **owner, **facts)


def _gone_out(stage, groups: list[Group], people: list[User], today: date) -> None:
    """Ten days ago, a case into the groups of all three levels: there everywhere but in one village, which is named."""
    day, (author, second) = today - AGO, people
    at = datetime.combine(day, NINE, clock.SHANGHAI)
    facts = {"made_by": author, "made_at": at, "approved_by": second, "approved_at": at, "spread_at": at}
    case, masks = cased.agreed_to(stage, PUSHED["case"], people, at)
    levels = list(Group.Level.values)
    notice = Notice(**PUSHED["case"], case=case, levels=levels, go_on=day, state="going", edition=1, **facts)
    left = next((one for one in groups if one.village and one.village.code != WALK_VILLAGE), groups[0])
    rows = []
    for group in groups:
        said = {} if group is left else _there(stage, group, author, at)
        rows.append(Delivery(notice=notice, group=group, means=group.means, **said))
    actions.take_in(by=CLOCK, notice=notice, deliveries=rows, masks=masks)


def _there(stage, group: Group, otherwise: User, at: datetime) -> dict[str, Any]:
    """The platform's word for a robot, a person's for any other."""
    if group.means == Group.Means.ROBOT:
        return {"state": "sent", "sent_at": at}
    by = _bringer(stage, group, otherwise)
    return {"state": "confirmed", "confirmed_at": at + timedelta(hours=3), "confirmed_by": by}


def _bringer(stage, group: Group, otherwise: User) -> User:
    if group.village is None:
        return group.owner or otherwise
    a, _ = stage.chosen.plan.posts[group.village.code]
    return stage.users.get((Role.ADVISER, a), otherwise)


def _under_way(stage, people: list[User]) -> None:
    """By the judicial office of the walk, agreed to by the bureau; the worker puts it down for each group."""
    town = stage.towns[WALK_VILLAGE[:9]]
    office, bureau = (actor_for(one) for one in (stage.users[Role.JUDICIAL_OFFICE, town.code], people[0]))
    notice = Notice(pk=uuid7(), **PUSHED["warning"], levels=["township", "village"], township=town, go_on=clock.today())
    actions.draft(by=office, notice=notice)
    actions.hand_in(by=office, notice=notice)
    actions.approve(by=bureau, notice=notice, edition=1)


def _to_agree_to(people: list[User]) -> None:
    """By the second person, so that the first has something to agree to."""
    second = actor_for(people[1])
    facts = {"levels": ["district", "township", "village"], "go_on": clock.today() + timedelta(days=3)}
    notice = Notice(pk=uuid7(), **PUSHED["media"], **facts)
    actions.draft(by=second, notice=notice)
    actions.hand_in(by=second, notice=notice)
