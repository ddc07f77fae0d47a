"""Every question that stands says in worlds at random what the same rows say when asked plainly: for all, whatever is kept."""

import importlib
import inspect
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, models, transaction

import menkou
from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.advisers.models import Registration
from menkou.assessments.models import Consequence, Cycle
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Handover, Interest
from menkou.core import clock, memory
from menkou.core.actors import Actor
from menkou.core.models import DistrictOwned
from menkou.core.scope import within
from menkou.core.standing import StandingCounts, StandingRows
from menkou.demo.load import load
from menkou.occasions.models import Occasion
from menkou.oversight.numbers import Month
from menkou.places.models import District, Rule, Township, Village
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Check, Entry
from menkou.worklogs.rules.periods import Period

Question = StandingRows | StandingCounts
CHANGES, TURNS, SEVERAL_AT_ONCE = 100, 2, 3
NOT_YET = ("decided", "done", "ordered", "stated")
CHANGED_OFTEN = (Village, Membership, Entry, Check, Consultation, Consequence)


def questions() -> dict[str, Question]:
    """All that stand, by where they are written."""
    root, found = Path(menkou.__file__).parent, dict[str, Question]()
    for file in sorted(root.rglob("*.py")):
        if "core.standing import" not in file.read_text() or "tests" in file.parts:
            continue
        name = ".".join(file.relative_to(root.parent).with_suffix("").parts)
        module = importlib.import_module(name)
        found |= {f"{name}.{word}": one for word, one in vars(module).items() if isinstance(one, Question)}
    return found


class World:
    """A demo in which things change at random, and those who ask."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.models = [one for one in apps.get_models() if issubclass(one, DistrictOwned)]
        self.models += CHANGED_OFTEN * (len(self.models) // 12)
        users = User.objects.filter(membership__in=Membership.objects.all()).distinct().order_by("username")
        alike: dict[frozenset, list[User]] = {}
        for user in users:
            alike.setdefault(frozenset(role for role, _ in actor_for(user).holdings), []).append(user)
        self.users = [one for some in alike.values() for one in dice.sample(some, min(3, len(some)))]
        self.several = [dice.sample(self.users, 3) for _ in range(SEVERAL_AT_ONCE)]

    def change(self) -> int:
        """Rows say what others of their table say, or what is of these days; what the database refuses is not done."""
        done = 0
        for _ in range(CHANGES):
            try:
                with transaction.atomic():
                    done += self._change_one(self.dice.choice(self.models))
            except (DatabaseError, ValueError):
                continue
        done += self._find_interests() + self._tell_somebody() + self._merge()
        key = self.dice.choice(["fewest_in_a_list", "days_to_reply_to_a_check", "take_back_seconds"])
        Rule.objects.filter(key=key).delete()
        Rule.objects.create(key=key, value=self.dice.randint(1, 9), valid_from=clock.today())
        memory.forget()
        return done

    def _change_one(self, model: type[models.Model]) -> int:
        pks = list(model.objects.order_by("pk").values_list("pk", flat=True)[:400])
        fields = [one for one in model._meta.concrete_fields if one.name not in ("id", "district")]
        if not pks or not fields:
            return 0
        field = self.dice.choice(fields)
        value = model.objects.filter(pk=self.dice.choice(pks)).values_list(field.attname, flat=True).get()
        if isinstance(value, datetime | date) and self.dice.random() < 0.7:
            now = clock.now() if isinstance(value, datetime) else clock.today()
            value = now + timedelta(days=self.dice.randint(-2, 2))
        to = {field.attname: value}
        if model is Village and self.dice.random() < 0.3:
            to = {"successor_id": self.dice.choice(pks), "valid_until": clock.today()}
        return model.objects.filter(pk__in=self.dice.sample(pks, min(3, len(pks)))).update(**to)

    def _find_interests(self) -> int:
        lately = Consultation.objects.filter(entry__done_on__gte=clock.today() - timedelta(days=60))
        matters = list(lately.order_by("pk").select_related("holder"))
        for one in self.dice.sample(matters, min(3, len(matters))):
            facts = {"institution_id": one.holder.institution_id, "recorded_at": clock.now()}
            Interest.objects.get_or_create(consultation=one, kind="other", defaults=facts)
        given = self.dice.choice(matters)
        taker = Registration.objects.exclude(pk=given.holder_id).order_by("pk")[0]
        facts = {"giver": given.holder, "taker": taker, "reason": Handover.Reason.CONFLICT}
        Handover.objects.create(consultation=given, handed_at=clock.now(), **facts)
        about = self.dice.sample(matters, min(2, len(matters)))
        return Consultation.objects.filter(pk__in=[one.pk for one in about]).update(concerns="committee")

    def _merge(self) -> int:
        """A village at which something happens, into one that is kept by a cadre who asks."""
        kept = Membership.objects.filter(user__in=self.users).exclude(village=None).order_by("pk")
        heir = self.dice.choice(kept.values_list("village", flat=True))
        open_still = Occasion.objects.filter(presence="", seen="", off_at=None, village__successor=None)
        others = open_still.exclude(village=heir).order_by("pk")
        if not others:
            return 0
        chosen = self.dice.choice(others.values_list("village", flat=True))
        open_still.filter(village=chosen).update(happens_at=clock.now() - timedelta(hours=1))
        return Village.objects.filter(pk=chosen).update(successor=heir, valid_until=clock.today())

    def _tell_somebody(self) -> int:
        """One of those who ask, and the institution of one, of a consequence that they may answer."""
        advisers = Membership.objects.filter(user__in=self.users).exclude(registration=None).order_by("pk")
        one = self.dice.choice(advisers.select_related("registration"))
        told = {"kind": "rectify", "state": "told", "told_at": clock.now(), "told_by": one.user_id, "proposed": "x"}
        told |= {f"{name}_{what}": None for name in NOT_YET for what in ("at", "by")}
        told |= {"decision_note": "", "done_note": "", "statement": "", "fell_away_at": None, "is_mended": None}
        told |= {
            "replace_from": None,
            "repair": None,
            "answer_until": clock.now() + timedelta(days=self.dice.randint(1, 2)),
        }
        whose = {"registration": one.registration, "institution": one.registration.institution_id}
        chosen = Consequence.objects.filter(pk=self.dice.choice(Consequence.objects.values_list("pk", flat=True)))
        return chosen.update(**told, **whose)

    def actors(self) -> list[Actor]:
        """Some of each role as they are today, some who are several at once, and one who is nobody."""
        each = [actor_for(user) for user in self.users]
        several = [(us[0], frozenset().union(*(actor_for(one).holdings for one in us))) for us in self.several]
        return [*each, *(Actor(one.pk, one.name, held) for one, held in several), Actor(self.users[0].pk, "没有身份")]

    def arguments(self) -> Iterator[dict[str, Any]]:
        """What a question may be asked with beside who asks, by the names of its parameters."""
        for day in (clock.today(), clock.today() - timedelta(days=40)):
            period = self.dice.choice([Period.of(day, "month"), Period.of(day, "quarter")])
            towns = Township.objects.order_by("code").values_list("code", flat=True)
            without = Entry.objects.order_by("pk").values_list("pk", flat=True)[: self.dice.randint(0, 3)]
            yield {
                "month": Month.of(day),
                "period": period,
                "chosen": Chosen(period, township=self.dice.choice(["", *towns])),
                "without": tuple(without),
                "first": period.first,
                "after_last": period.after_last,
                "cycles": tuple(Cycle.objects.order_by("pk").values_list("pk", flat=True)),
            }


def told(asked: Question, of: list[Any]) -> tuple[Any, Any]:
    """What a question says as it stands, and what its rows say when they are asked for plainly."""
    if isinstance(asked, StandingCounts):
        each = {name: ask(*of) for name, ask in asked.questions.items()}
        return asked(*of), {name: 0 if rows is None else rows.count() for name, rows in each.items()}
    return Counter(map(repr, asked(*of))), Counter(repr(asked.row(*one)) for one in asked.ask(*of))


def in_order(asked: Question, known: dict[str, Any]) -> list[Any]:
    names = ["by"] if isinstance(asked, StandingCounts) else inspect.signature(asked.ask).parameters
    return [known[name] for name in names]


@pytest.fixture
def demo(db):
    load(20)
    with within(District.objects.get(is_demo=True).pk):
        yield


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 9), marks=pytest.mark.nightly)])
def test_every_question_says_what_it_says_plainly_in_every_world(demo, seeds):
    here, found, matters = clock.now(), Counter(), Consultation.objects.all()
    for seed in seeds:
        dice = random.Random(seed)  # noqa: S311
        later = here + timedelta(minutes=dice.randint(0, 30_000))
        with transaction.atomic(), time_machine.travel(later, tick=False) as hands:
            world = World(dice)
            for turn in range(TURNS):
                assert world.change() > 0
                every, without = set(matters.all()), set(barring.without_interests(matters.all()))
                assert set(barring.with_interests(matters.all())) == every - without
                for known, (name, asked), by in product(world.arguments(), questions().items(), world.actors()):
                    of = in_order(asked, {**known, "by": by})
                    stands, plain = told(asked, of)
                    assert stands == plain, (seed, turn, name, of)
                    assert len({role for role, _ in by.holdings}) > 1 or asked.is_steady_for(*of), (
                        seed,
                        turn,
                        name,
                        of,
                    )
                    found[name] += sum(plain.values())
                hands.shift(timedelta(minutes=1 if turn % 2 == 0 else 1800))  # what is kept is asked for again
            transaction.set_rollback(True)
        memory.forget()

    if len(seeds) > 1:
        assert not [name for name in questions() if not found[name]], "of these nothing was ever found"
