from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Max, QuerySet
from procrastinate.contrib.django import app

from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.scope import district_being_written
from menkou.engagements.models import Contract
from menkou.papers import makers, policies, queries
from menkou.papers.contract import trying
from menkou.papers.makers import CONTRACTS
from menkou.papers.models import Batch, Choice, Draft, Template
from menkou.places.models import District

MAKE = "menkou.papers.jobs.make"
MOST = 2000  # papers in one batch
MOST_ATTEMPTS = 4
EMPTY: Mapping[str, str] = {}
KEPT_DAYS = 3  # a file is for taking away, not for keeping
State = Batch.State


@action(policies.ask, audit="papers.asked")
def ask(*, by: Actor, district: District, contracts: QuerySet[Contract], kind: str) -> Batch:
    """成批取合同: the worker makes one file of these; who has the same in hand already gets that one.

    Raises Conflict where there is nothing, too much, or another batch of this person unfinished.
    """
    return _ask(by, CONTRACTS, list(contracts.values_list("pk", flat=True)[: MOST + 1]), kind, {})


@action(policies.ask_of, audit="papers.asked_of_maker")
def ask_of(
    *,
    by: Actor,
    district: District,
    maker: str,
    chosen: Sequence[UUID],
    kind: str,
    about: Mapping[str, str] = EMPTY,
) -> Batch:
    """成批打印: the same for papers that another app makes; `chosen` are its own rows, `about` is for the maker to read.

    Raises Refused where the maker does not work for this person, Conflict as `ask`.
    """
    if not by.has_role(*makers.roles_of(maker)):
        raise Refused(f"{makers.title_of(maker)}不归您成批取。")
    return _ask(by, maker, list(chosen), kind, dict(about))


def _ask(by: Actor, maker: str, chosen: list[UUID], kind: str, about: dict[str, str]) -> Batch:
    if not chosen:
        raise Conflict("没有符合的，请换个条件再取。")
    if len(chosen) > MOST:
        raise Conflict(f"一次最多取 {MOST} 份，请按镇街分开取。")
    facts: dict[str, Any] = {"maker": maker, "kind": kind, "contracts": chosen, "about": about}
    wanted = Batch(asked_at=clock.now(), asked_by_id=by.user_id, **facts)  # type: ignore[misc]
    Batch.objects.bulk_create([wanted], ignore_conflicts=True)  # the second of two clicks waits here for the first
    batch = queries.unfinished_of(by).first()
    if batch is None or any(getattr(batch, name) != value for name, value in facts.items()):
        raise Conflict("您还有一批正在做，等它做好再取下一批。")
    if batch.pk == wanted.pk:
        app.configure_task(MAKE).defer(district_id=district_being_written(), batch_id=str(batch.pk))
    return batch


@action(policies.make, audit="papers.begun", when=bool)
def begin(*, by: Actor, batch: Batch) -> int:
    """Take the next attempt at a batch; 0 where it is settled. Whoever made it before has been overtaken."""
    mine = Batch.objects.filter(pk=batch.pk, state__in=Batch.UNFINISHED, attempt__lt=MOST_ATTEMPTS)
    if not mine.update(state=State.MAKING, attempt=F("attempt") + 1, done=0, left_out=[]):
        return 0
    batch.refresh_from_db()
    return batch.attempt


@action(policies.make, audit="papers.overtaken", when=bool)
def advance(*, by: Actor, batch: Batch, done: int) -> bool:
    """Say how many papers are done. Returns whether another attempt has taken over, so that this one must stop."""
    return not _mine(batch).update(done=done)


@action(policies.make, audit="papers.made", when=bool)
def finish(*, by: Actor, batch: Batch, left_out: Sequence[UUID]) -> bool:
    """做好了: the file lies in the store; False where another attempt has taken over."""
    return bool(_mine(batch).update(state=State.READY, done=batch.total, left_out=list(left_out)))


@action(policies.make, audit="papers.drafted")
def keep_draft(*, by: Actor, batch: Batch, title: str, digest: bytes) -> None:
    """记下: what a batch's file is, in whoever's name it was asked for; of a second attempt only the latest."""
    facts: dict[str, Any] = {"maker": batch.maker, "kind": batch.kind, "about": batch.about, "digest": digest}
    facts |= {"title": title[:120], "made_at": clock.now(), "made_by": batch.asked_by}
    Draft.objects.update_or_create(batch=batch.pk, defaults=facts)


@action(policies.make, audit="papers.given_up", when=bool)
def give_up(*, by: Actor, batch: Batch, problem: str) -> bool:
    """没有做成: for this reason, which the person reads who asked."""
    return bool(_mine(batch).update(state=State.FAILED, problem=problem))


@action(policies.take, audit="papers.taken")
def take(*, by: Actor, batch: Batch) -> None:
    """下载: the file goes to who asked for it. Raises Conflict where it is not ready."""
    if batch.state != State.READY:
        raise Conflict("这一批还没有做好。")


@action(policies.forget, audit="papers.forgotten", when=bool)
def forget(*, by: Actor, district: District, batches: QuerySet[Batch]) -> int:
    """清理: what was asked for long ago; returns how many."""
    return batches.delete()[0]


@action(policies.change_template, audit="papers.template_added")
def add_template(*, by: Actor, district: District, form: str, name: str, content: bytes) -> Template:
    """换模板: from now on this form is filled into the file given. Raises Invalid, saying what to mend, where it cannot."""
    if problem := trying.problem_of(content, form):
        raise Invalid(problem)
    District.objects.select_for_update(no_key=True).get(pk=district.pk)  # two at once get two numbers
    number = 1 + (Template.objects.filter(form=form).aggregate(last=Max("number"))["last"] or 0)
    facts = {"name": name[-100:], "content": content, "added_at": clock.now(), "added_by_id": by.user_id}
    made = Template.objects.create(form=form, number=number, **facts)
    _choose(by, form, made)
    return made


@action(policies.change_template, audit="papers.template_chosen")
def choose_template(*, by: Actor, district: District, form: str, template: Template | None) -> None:
    """改用: an earlier one, or ours where none is given. Raises Conflict where it is in use already."""
    District.objects.select_for_update(no_key=True).get(pk=district.pk)
    in_use = queries.template_in_use(form)
    if (template and template.pk) == (in_use and in_use.pk):
        raise Conflict("现在用的就是这一版。")
    _choose(by, form, template)


def _choose(by: Actor, form: str, template: Template | None) -> None:
    facts: dict[str, Any] = {"chosen_at": clock.now(), "chosen_by_id": by.user_id}
    Choice.objects.create(form=form, template=template, **facts)


def _mine(batch: Batch) -> QuerySet[Batch]:
    """The batch, if the attempt that holds it is still its latest."""
    return Batch.objects.filter(pk=batch.pk, attempt=batch.attempt, state__in=Batch.UNFINISHED)
