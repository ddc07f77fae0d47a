"""逐处看: its author changes the words, says of every mask what it is, and makes the story mean enough people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from menkou.broadcasts import policies
from menkou.broadcasts import queries as notices
from menkou.broadcasts.cases import holding, queries, sealing
from menkou.broadcasts.cases.sealing import Draft
from menkou.broadcasts.models import MOST_WORDS, CaseMask, Notice, TypicalCase
from menkou.broadcasts.rules import casing, composing
from menkou.broadcasts.rules.casing import Checked, Placed
from menkou.consultations.rules import meant
from menkou.consultations.rules.meant import People, Told
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.scope import district_being_written
from menkou.places.models import District

State, Said = TypicalCase.State, CaseMask.Said
OTHER_WORDS = "文字刚才改过了，下面是新的，请再看一遍，再定。"
NOWHERE = "文字里没有这几个字（或者已经遮住了），请一个字不差地抄。"
NO_STEP = "这一步已经做过了，请看下面现在的。"


@action(policies.edit_case, audit="case.amended")
def amend(*, by: Actor, case: TypicalCase, text: str) -> None:
    """改字: what was checked stays checked where its words stand as they were; what is new waits. Raises Conflict."""
    found = holding.locked(case, State.DRAFT)
    draft, old = sealing.opened(found), queries.placed(queries.masks_of(found))
    _keep(found, replace(draft, text=text))
    _lay(found, casing.carried(draft.text, old, text))


@action(policies.edit_case, audit="case.masks_checked", count=len, when=bool)
def check(*, by: Actor, case: TypicalCase, said: Sequence[Checked]) -> list[Checked]:
    """逐处定. Returns what was said. Raises Invalid where something unfit is to stand there, Conflict for words of before."""
    found = holding.locked(case, State.DRAFT)
    masks, text = {one.pk: one for one in queries.masks_of(found)}, sealing.opened(found).text
    new = [one for one in said if one.mask not in masks or _is_new(masks[one.mask], one)]
    for one in new:
        if (mask := masks.get(one.mask)) is None:
            raise Conflict(OTHER_WORDS)
        if one.said == Said.CHANGED:
            _demand_fit(text[mask.start : mask.end], one.instead)
            mask.instead = one.instead.strip()
        mask.said, mask.checked_at, mask.checked_by_id = one.said, clock.now(), by.user_id
        mask.save(update_fields=["said", "instead", "checked_at", "checked_by"])
    return new


@action(policies.edit_case, audit="case.mask_added")
def add(*, by: Actor, case: TypicalCase, words: str, kind: str, instead: str) -> None:
    """添一处, wherever these words stand. Raises Invalid where they stand nowhere, or what is to stand there is unfit."""
    found = holding.locked(case, State.DRAFT)
    _demand_fit(words, instead)
    old, text = queries.placed(queries.masks_of(found)), sealing.opened(found).text
    assert by.user_id
    masks = casing.added(text, old, words.strip(), kind, instead.strip(), by.user_id)
    if not masks:
        raise Invalid(NOWHERE)
    _lay(found, masks)


@action(policies.edit_case, audit="case.tested")
def tell(*, by: Actor, case: TypicalCase, told: Told, people: People) -> None:
    """小村检验: what the words still tell of a person, and how many live there. Raises Conflict."""
    found = holding.locked(case, State.DRAFT)
    _keep(found, replace(sealing.opened(found), told=told, people=people))


@action(policies.edit_case, audit="case.told_less")
def take_step(*, by: Actor, case: TypicalCase, step: str) -> None:
    """写笼统些, one step that was offered: places, sums and ages in the masks follow. Raises Conflict where it was taken."""
    found = holding.locked(case, State.DRAFT)
    draft = sealing.opened(found)
    less = dict(meant.offered(draft.told)).get(step) if draft.told else None
    if less is None or by.user_id is None:
        raise Conflict(NO_STEP)
    _keep(found, replace(draft, told=less))
    _lay(found, casing.told_less(queries.placed(queries.masks_of(found)), less, by.user_id))


@action(policies.edit_case, audit="case.handed_in")
def hand_in(*, by: Actor, case: TypicalCase) -> None:
    """送审: every mask checked, and enough people could be meant. Raises Invalid with what is missing, Conflict."""
    found = holding.locked(case, State.DRAFT)
    holding.demand_consent(found)
    draft, masks, fewest = sealing.opened(found), queries.placed(queries.masks_of(found)), queries.fewest()
    if problem := casing.fault(draft.text, masks, draft.told, draft.people, fewest) or _too_long(draft, masks):
        raise Invalid(problem)
    assert draft.told is not None
    found.state, found.edition = State.WAITING, found.edition + 1
    found.meant, found.fewest = meant.could_be_meant(draft.told, draft.people), fewest
    found.checked_at, found.checked_by_id = clock.now(), by.user_id
    found.sealed = sealing.wrapped(found.pk, replace(draft, note=""))
    found.save(update_fields=["state", "edition", "meant", "fewest", "checked_at", "checked_by", "sealed"])
    outbox.send(
        to="bureau",
        words="有一个典型案例等着另一个人批准，请登录查看。",
        key=f"case-asked:{found.pk}:{found.edition}",
    )


@action(policies.edit_case, audit="case.taken_back")
def take_back(*, by: Actor, case: TypicalCase) -> None:
    """拿回来改. Raises Conflict where it was decided on."""
    facts = {"state": State.DRAFT, "checked_at": None, "checked_by": None}
    if not TypicalCase.objects.filter(pk=case.pk, state=State.WAITING).update(**facts):
        raise Conflict(holding.CHANGED)


def _keep(case: TypicalCase, draft: Draft) -> None:
    case.sealed = sealing.wrapped(case.pk, draft)
    case.save(update_fields=["sealed"])


def _lay(case: TypicalCase, masks: Sequence[Placed]) -> None:
    """These masks in place of those before; whoever has checked one, and when, is kept."""
    before = {(one.start, one.end, one.said, one.instead): one for one in queries.masks_of(case)}
    CaseMask.objects.filter(case=case).delete()
    CaseMask.objects.bulk_create(CaseMask(case=case, **_facts(one, before)) for one in masks)


def _facts(one: Placed, before: Mapping[tuple, CaseMask]) -> dict:
    names = ("start", "end", "kind", "sure", "instead", "said", "is_added")
    same = before.get((one.start, one.end, one.said, one.instead))
    at = (same.checked_at if same else clock.now()) if one.said else None
    return {name: getattr(one, name) for name in names} | {"checked_by_id": one.by, "checked_at": at}


def _is_new(mask: CaseMask, one: Checked) -> bool:
    return mask.said != one.said or (one.said == Said.CHANGED and mask.instead != one.instead.strip())


def _demand_fit(words: str, instead: str) -> None:
    if problem := casing.instead_fault(words.strip(), instead):
        raise Invalid(problem)


def _too_long(draft: Draft, masks: Sequence[Placed]) -> str:
    """What is wrong with the words for a group; empty where every platform takes them."""
    title, text = casing.split(casing.final(draft.text, masks))
    district = District.objects.get(pk=district_being_written())
    if len(text) > MOST_WORDS:
        return f"正文最多 {MOST_WORDS} 字，现在 {len(text)} 字，请写短些。"
    return composing.fault(notices.words_for_group(Notice(kind=Notice.Kind.CASE, title=title, text=text), district))
