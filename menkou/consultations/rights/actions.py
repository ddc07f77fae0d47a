"""我的数据: a copy for whoever asked, and what was said gone for good; the numbers of a matter stay."""

import secrets
from uuid import UUID

from menkou.consultations import consents, content, holding, policies, viewings
from menkou.consultations.after import actions as after
from menkou.consultations.asking import recording as beside
from menkou.consultations.meeting import queries as meetings
from menkou.consultations.models import Claim, Consultation, Meeting
from menkou.consultations.news import MatterErased
from menkou.consultations.notes import sealing
from menkou.consultations.reviewing import sealing as copies
from menkou.consultations.rights import queries
from menkou.consultations.wording import sealing as wording
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.news import announce
from menkou.places.models import District

State = Consultation.State


@action(policies.take_copy, audit="consultation.copied")
def take_copy(*, by: Actor, consultation: Consultation) -> list[content.Said]:
    """带走: what was said, for the asker to keep; that a copy was taken is on record."""
    if consultation.erased_at is None:
        viewings.note(consultation, by, viewings.Way.COPIED)
    return content.open_for_asker(consultation)


@action(policies.consent, audit="consultation.consent_withdrawn", when=bool)
def withdraw_consent(*, by: Actor, consultation: Consultation) -> bool:
    """收回同意: from now on nobody else goes on with it; whoever has it by an earlier consent keeps it.

    Returns whether there was a consent.
    """
    found = holding.kept(consultation)
    if not found.may_hand_over:
        return False
    found.may_hand_over = False
    found.save(update_fields=["may_hand_over"])
    consents.note(found, hand_over=False)
    return True


@action(policies.erase, audit="consultation.erased", when=bool)
def erase(*, by: Actor, consultation: Consultation) -> bool:
    """删掉, by the asker: what was said can be opened by nobody any more. An open matter is withdrawn first.

    Returns whether there was anything to erase: twice is once.
    """
    found = holding.locked(consultation)
    if found.state != State.CLOSED:
        after.withdraw(by=by, consultation=found)
    return _erase(consultation)


@action(policies.let_go, audit="consultation.erased_by_time", when=bool)
def let_go(*, by: Actor, consultation: Consultation) -> bool:
    """到期删掉: kept for the district's number of years after closing, and no longer. Returns whether it was erased.

    One whose time is longer by now (another rule, or it goes on again) is left alone.
    """
    return queries.outlived().filter(pk=consultation.pk).exists() and _erase(consultation)


@action(policies.unlink, audit="consultation.unlinked", when=bool)
def unlink(*, by: Actor, consultation: Consultation) -> bool:
    """忘掉是谁问的: some time after erasing, neither the phone nor the 取件码 leads to it."""
    gone = Consultation.objects.filter(pk=consultation.pk, erased_at__isnull=False, is_unlinked=False)
    return bool(gone.update(device_digest=None, code_digest=secrets.token_bytes(32), is_unlinked=True))


@action(policies.rewrap, audit="consultation.keys_rewrapped", count=lambda done: done[0], when=lambda done: done[0])
def rewrap(*, by: Actor, district: District, after: UUID | None, most: int) -> tuple[int, UUID | None]:
    """换密钥: wrap the next so many keys of matters with the active wrapping key; those that are so already stay.

    Returns how many were, and after which one to go on; None where there are no more.
    """
    return content.rewrap(after, most)


def _erase(consultation: Consultation) -> bool:
    found = holding.locked(consultation)
    if found.erased_at is not None:
        return False
    content.destroy(found)
    sealing.destroy(found)
    wording.destroy(found)
    copies.end_all(found)
    beside.forget(found)
    Claim.objects.filter(consultation=found, claimed_at=None).delete()
    Meeting.objects.filter(consultation=found, state__in=meetings.AHEAD).update(state=Meeting.State.CANCELLED)
    found.erased_at = clock.now()
    found.asked_digest = secrets.token_bytes(32)  # a digest of words tells them to a guess
    found.save(update_fields=["erased_at", "asked_digest"])
    announce(MatterErased(found))
    return True
