"""Batches as those see them who asked for them, and what the papers of their contracts say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from menkou.advisers.models import Adviser, Licence
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.engagements.models import Contract
from menkou.papers import makers
from menkou.papers.contract import facts
from menkou.papers.contract.facts import Paper, Person, government_of
from menkou.papers.models import Batch, Choice, Draft, Form, Template
from menkou.places.models import District, Village
from menkou.postings.models import Departure, Post, Posting

FACTS = ("registration__adviser__name", "kind", "number", "registration__phone")


def batches_for(by: Actor) -> QuerySet[Batch]:
    """The batches that somebody has asked for and still may; nobody sees another's."""
    mine = [name for name in makers.known() if by.has_role(*makers.roles_of(name))]
    return Batch.objects.filter(asked_by=by.user_id, maker__in=mine)


def drafts_for(by: Actor, makers: Iterable[str]) -> QuerySet[Draft]:
    """文书稿 of some kinds, the latest first: by the bureau and the auditor all, by others their own."""
    found = Draft.objects.filter(maker__in=list(makers)).select_related("made_by")
    return found if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) else found.filter(made_by=by.user_id)


def papers_of(batch: Batch, chosen: Sequence[UUID]) -> dict[UUID, Paper]:
    """What the papers of some contracts say now, in this order; without those ended since the batch was asked for."""
    district = District.objects.get(pk=batch.district_id)
    found = Contract.objects.filter(pk__in=chosen).exclude(ended_at__gte=batch.asked_at)
    held = found.select_related("village__township", "institution").in_bulk()
    people = people_under(held)
    return {pk: _paper(held[pk], district, people.get(pk, {})) for pk in chosen if pk in held}


def people_under(contracts: Iterable[UUID]) -> dict[UUID, dict[str, Person]]:
    """Who of the contract's institution holds the posts of its village on its first day, by contract and post.

    Of one that is not signed, also whose post ends where it begins: signing lets them go on. Nobody is named who is not
    here that day, or for a post that is another institution's by then. One query, however many there are.
    """
    found: dict[UUID, dict[str, Person]] = defaultdict(dict)
    for pk, post, is_own, *known in _holders(contracts).values_list("of", "post", "is_own", *FACTS):
        name, kind, number, phone = known
        if post not in found[pk]:  # who is there on the day comes before who would go on
            said = Adviser(kind=kind).title
            found[pk][post] = Person(name, said, number, phone) if is_own else Person()
    return found


def _holders(contracts: Iterable[UUID]) -> QuerySet[Posting]:
    """Postings beside the contracts of their village, with what is known of the person on the contract's first day."""
    first = F("village__contract__valid_from")
    ends = Q(village__contract__stage__in=Contract.UNSIGNED, valid_until=first)
    found = Posting.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=first) | ends,
        Q(registration__valid_until=None) | Q(registration__valid_until__gt=first),
        village__contract__in=list(contracts),
        valid_from__lte=first,
        registration__valid_from__lte=first,
    )
    own = ExpressionWrapper(Q(registration__institution=F("village__contract__institution")), BooleanField())
    now: dict[str, Any] = {"of": F("village__contract__pk"), "first": first, "is_own": own}
    seen = Licence.objects.filter(district=OuterRef("district"), registration=OuterRef("registration"))
    then = seen.filter(Q(valid_until=None) | Q(valid_until__gt=OuterRef("first")), valid_from__lte=OuterRef("first"))
    gone = Departure.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("first")),
        district=OuterRef("district"),
        registration=OuterRef("registration"),
        valid_from__lte=OuterRef("first"),
    )
    told = found.annotate(**now).exclude(Exists(gone)).filter(Exists(then) | ~Exists(seen))
    kind = Coalesce(Subquery(then.values("kind")[:1]), F("registration__adviser__kind"))
    number = Coalesce(Subquery(then.values("number")[:1]), F("registration__adviser__licence_no"))
    return told.annotate(kind=kind, number=number).order_by(
        "village__contract", "post", F("valid_until").desc(nulls_first=True)
    )


def left_out(batch: Batch) -> list[Contract]:
    """The contracts that ended before they were put in; one that was withdrawn is there no more."""
    found = Contract.objects.filter(pk__in=batch.left_out).select_related("village__township")
    return list(found) if batch.left_out else []


def ended_since(batch: Batch) -> list[Contract]:
    """The contracts in a batch's file that have ended since it was made."""
    inside = set(batch.contracts) - set(batch.left_out)
    found = Contract.objects.filter(pk__in=inside, ended_at__gte=batch.asked_at)
    return list(found.select_related("village__township")) if batch.state == Batch.State.READY else []


def unfinished() -> QuerySet[Batch]:
    """What the worker has to make."""
    return Batch.objects.filter(state__in=Batch.UNFINISHED)


def unfinished_of(by: Actor) -> QuerySet[Batch]:
    """What somebody waits for; the database lets it be one at a time."""
    return unfinished().filter(asked_by=by.user_id)


def old_batches(days: int) -> QuerySet[Batch]:
    """Batches that were asked for so long ago that their files are forgotten."""
    return Batch.objects.filter(asked_at__lt=clock.now() - timedelta(days=days))


def files_in_use() -> set[str]:
    """The files that belong to a batch."""
    return {batch.file for batch in Batch.objects.only("district_id", "kind", "attempt")}


def templates() -> QuerySet[Template]:
    """The bureau's own, the newest first; without their content."""
    return Template.objects.select_related("added_by").defer("content")


def template_in_use(form: str, at: datetime | None = None) -> Template | None:
    """What a form is filled into at an instant, now if none is named; None where it is ours."""
    chosen = Choice.objects.filter(form=form, chosen_at__lte=at or clock.now()).select_related("template")
    latest = chosen.order_by("-chosen_at", "-id").first()
    return latest.template if latest else None


def templates_of(batch: Batch) -> dict[str, bytes]:
    """The content of the bureau's own templates by their form, as they were chosen when the batch was asked for."""
    found = {form: template_in_use(form, batch.asked_at) for form in Form.values}
    return {form: bytes(one.content) for form, one in found.items() if one}


def choices() -> QuerySet[Choice]:
    """What was chosen when and by whom, the latest first."""
    return Choice.objects.select_related("template", "chosen_by").defer("template__content")


def committee_of(village: Village) -> str:
    """Its committee's full name, as papers address it."""
    is_community = village.kind == Village.Kind.COMMUNITY
    return facts.committee_of(village.township.name, village.name, village.short_name, is_community)


def _paper(contract: Contract, district: District, people: dict[str, Person]) -> Paper:
    village, institution = contract.village, contract.institution
    township = village.township.name
    return Paper(
        district=district.name,
        township=township,
        village=village.short_name,
        committee=committee_of(village),
        institution=institution.name,
        credit_code=institution.credit_code,
        address=institution.address,
        phone=institution.phone,
        first_day=contract.valid_from,
        last_day=contract.last_day,
        a=people.get(Post.A, Person()),
        b=people.get(Post.B, Person()),
        buyer=_buyer(contract, township, district),
        ended_on=contract.valid_until if contract.ended_at else None,
        is_demo=district.is_demo,
    )


def _buyer(contract: Contract, township: str, district: District) -> str:
    """Who buys the service, by the full name; nobody where the village's committee engages."""
    buyers = {
        Contract.FirstParty.TOWNSHIP: government_of(township),
        Contract.FirstParty.DISTRICT: f"{district.name}司法局",
    }
    return buyers.get(contract.first_party, "")  # type: ignore[call-overload]
