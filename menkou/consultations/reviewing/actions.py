"""评查: the asker lets the bureau read a copy, and takes it back; the bureau reads and says what it thinks."""

from typing import Any

from menkou.consultations import consents, holding, policies, viewings
from menkou.consultations.models import Consultation, ReviewCopy
from menkou.consultations.news import PublishingEnded
from menkou.consultations.reviewing import queries, sealing
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.core.news import announce

State = ReviewCopy.State
NO_CASE = "居民没有同意把这一份做成案例，或者刚才收回了同意。"
NO_ANSWER = "还没有回复，等回了再给司法局看。"
STANDS = "这件事已经有一份给司法局看了。要换一份，请先收回。"
PROPOSED = "您的顾问拟好了一份，请先在这件事里说同意不同意。"
RELEASED = "居民已经交了一份给司法局评查，不用再请了。"
OVER = "这一份已经收回，或者到期了。"
OVER_BEFORE = "从这一页送出去的那一份已经收回，或者到期了。还要送的话，请再看一遍，再点一次。"
GUARDED = "这件事不做成案例，怕有人认出您来。给司法局看没有关系，请把第二个勾去掉再送。"
JUDGED = "这一份已经评过了，不能再改。"
CHANGED = "您看的时候，又有了新的话。下面是现在要给他们看的，请再看一遍，再定。"
AGREED = "您已经同意过了。做不做成案例，在这件事下面改。"
OTHER_WORDS = "刚才那一份已经送给居民看了。这一份和它不一样，要换的话，请再点一次。"


@action(policies.consent, audit="review.released")
def release(*, by: Actor, consultation: Consultation, may_publish: bool, seen: str, form: str) -> ReviewCopy:
    """交出来评查, by the asker: just the words that they saw (queries.mark_of), without what is known to point at a person.

    A form sent twice releases once. Raises Conflict where nothing is answered, more was said since they looked, one
    stands already, or no case may be made of it.
    """
    matter = holding.kept(consultation)
    if found := _made_by(form, matter):
        if found.state == State.OPEN and found.may_publish != may_publish:
            raise Conflict(STANDS)
        return found
    if not queries.may_be_copied(matter):
        raise Conflict(NO_ANSWER)
    _end_if_over(matter)
    if standing := queries.standing_of(matter):
        raise Conflict(PROPOSED if standing.state == State.PROPOSED else STANDS)
    _may_publish(matter, may_publish)
    words = queries.words_to_copy(consultation)
    if queries.mark_of(words) != seen:
        raise Conflict(CHANGED)
    made = _new(matter, form, State.OPEN, released_at=clock.now(), may_publish=may_publish)
    sealing.lay_down(made, words)
    _note(matter, review=True, publish=may_publish)
    return made


@action(policies.answer, audit="review.proposed")
def propose(*, by: Actor, consultation: Consultation, text: str, form: str) -> ReviewCopy:
    """请居民同意评查, by the holder: what they made unrecognisable, which the asker reads first. Another one replaces it.

    A form sent twice proposes once. Raises Conflict where nothing is answered, the asker has released one, or the form
    proposed other words before.
    """
    matter = holding.still_held(consultation)
    if found := _made_by(form, matter):
        if sealing.words_of(found) != text:
            raise Conflict(OTHER_WORDS)
        return found
    if not queries.may_be_copied(matter):
        raise Conflict(NO_ANSWER)
    _end_if_over(matter)
    standing = queries.standing_of(matter)
    if standing and standing.state == State.OPEN:
        raise Conflict(RELEASED)
    sealing.end_proposed(matter)
    made = _new(matter, form, State.PROPOSED, proposed_at=clock.now(), proposed_by_id=by.user_id)
    sealing.lay_down(made, text)
    return made


@action(policies.allow_review, audit="review.agreed")
def agree(*, by: Actor, copy: ReviewCopy, may_publish: bool) -> ReviewCopy:
    """同意评查, by the asker, to this very text. Saying so twice says it once.

    Raises Conflict where it is over, or they have agreed, and said otherwise of a case.
    """
    found = _locked(copy)
    if found.state not in ReviewCopy.STANDING or found.until_at <= clock.now():
        raise Conflict(OVER)
    if found.state == State.OPEN:
        if found.may_publish != may_publish:
            raise Conflict(AGREED)
        return found
    _may_publish(found.consultation, may_publish)
    found.state, found.released_at, found.until_at = State.OPEN, clock.now(), queries.kept_until()
    found.may_publish = may_publish
    found.save(update_fields=["state", "released_at", "until_at", "may_publish"])
    _note(found.consultation, review=True, publish=may_publish)
    return found


@action(policies.allow_review, audit="review.taken_back", when=bool)
def take_back(*, by: Actor, copy: ReviewCopy) -> bool:
    """收回, or 不同意: the key is destroyed at once, with the words and what was thought of them. Whether there was one."""
    found = _locked(copy)
    if found.state not in ReviewCopy.STANDING:
        return False
    _note(found.consultation, **{"review": False} | ({"publish": False} if found.may_publish else {}))
    was_open = found.state == State.OPEN
    sealing.end(ReviewCopy.objects.filter(pk=found.pk), State.TAKEN_BACK if was_open else State.DECLINED)
    return True


@action(policies.allow_review, audit="review.publishing_decided", when=bool)
def allow_publishing(*, by: Actor, copy: ReviewCopy, is_allowed: bool) -> bool:
    """同意做成案例, or not any more. Whether anything changed. Raises Conflict where it is over, or no case may be made."""
    found = _locked(copy)
    if found.state != State.OPEN or found.until_at <= clock.now():
        if is_allowed or not consents.agrees_to_publishing(found.consultation):
            raise Conflict(OVER)
        _note(found.consultation, publish=False)  # the copy is gone; a case that was made of it is not used any more
        return True
    if found.may_publish == is_allowed:
        return False
    _may_publish(found.consultation, is_allowed)
    found.may_publish = is_allowed
    found.save(update_fields=["may_publish"])
    _note(found.consultation, publish=is_allowed)
    return True


@action(policies.review, audit="review.read")
def read(*, by: Actor, copy: ReviewCopy) -> str:
    """看, by the bureau: the words of the copy; who read it stands on the asker's thread in the same transaction.

    Raises Conflict where its asker has taken it back meanwhile.
    """
    found = _still_open(copy)
    viewings.note(found.consultation, by, viewings.Way.REVIEWED)
    return sealing.words_of(found)


@action(policies.review, audit="review.lent_to_a_case")
def lend(*, by: Actor, copy: ReviewCopy) -> queries.Lent:
    """交给案例, to whoever makes one of it: the words, and the very yes under which. Its asker reads who opened it.

    Raises Conflict where its asker has not agreed to a case, or does not any more.
    """
    found = _still_open(copy)
    consent = consents.to_publishing(found.consultation).last() if found.may_publish else None
    if consent is None or queries.is_guarded(found.consultation):
        raise Conflict(NO_CASE)
    viewings.note(found.consultation, by, viewings.Way.REVIEWED)
    matter = found.consultation
    return queries.Lent(sealing.words_of(found), consent.pk, found.until_at, queries.known_of(matter), matter.village)


@action(policies.review, audit="review.judged")
def judge(*, by: Actor, copy: ReviewCopy, verdict: str, text: str) -> ReviewCopy:
    """评查意见, once: for the adviser who has the matter. The same said again changes nothing. Raises Conflict."""
    found = _still_open(copy)
    if found.verdict:
        is_again = (found.verdict, found.reviewed_by_id) == (verdict, by.user_id)
        if is_again and sealing.opinion_of(found) == text:
            return found
        raise Conflict(JUDGED)
    found.verdict, found.reviewed_at, found.reviewed_by_id = verdict, clock.now(), by.user_id
    found.save(update_fields=["verdict", "reviewed_at", "reviewed_by"])
    if text:
        sealing.add_opinion(found, text)
    holding.tell_holder(found.consultation, "有一件咨询评查过了，请登录查看。", f"reviewed:{found.pk}")
    return found


@action(policies.end_review, audit="review.over", when=bool)
def end_over(*, by: Actor, copy: ReviewCopy) -> bool:
    """到期: destroyed by the clock. Whether its time had come."""
    found = _locked(copy)
    over = queries.over().filter(pk=found.pk)
    return bool(sealing.end(over, State.OVER))


def _note(matter: Consultation, **about: bool) -> None:
    """What the asker says of each; after a no to a case, what was made of the matter is not used any more."""
    before = consents.agrees_to_publishing(matter)
    consents.note_review(matter, **about)
    if before and not about.get("publish", True):
        announce(PublishingEnded(matter))


def _made_by(form: str, matter: Consultation) -> ReviewCopy | None:
    """What the same form has made before. Raises Conflict where that was of another matter, or is over: a page gone back to."""
    found = queries.once(form)
    if found and found.consultation_id != matter.pk:
        raise Conflict("这一页已经送出过了，请回到列表再看。")
    if found and found.state not in ReviewCopy.STANDING:
        raise Conflict(OVER_BEFORE)
    return found


def _new(matter: Consultation, form: str, state: str, **facts: Any) -> ReviewCopy:
    once = digest("review", form)
    return ReviewCopy(consultation=matter, state=state, until_at=queries.kept_until(), once_digest=once, **facts)


def _locked(copy: ReviewCopy) -> ReviewCopy:
    """As it is now. The matter is locked before it, in the order in which every other action locks."""
    matter = holding.locked(copy.consultation)
    found = ReviewCopy.objects.select_for_update().get(pk=copy.pk)
    found.consultation = matter
    return found


def _still_open(copy: ReviewCopy) -> ReviewCopy:
    found = _locked(copy)
    if found.state != State.OPEN or found.until_at <= clock.now():
        raise Conflict(OVER)
    return found


def _end_if_over(matter: Consultation) -> None:
    """So that another one can be made before the clock has come by."""
    sealing.end(queries.over().filter(consultation=matter), State.OVER)


def _may_publish(matter: Consultation, is_wished: bool) -> None:
    if is_wished and queries.is_guarded(matter):
        raise Conflict(GUARDED)
