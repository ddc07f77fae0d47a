"""Batches as those see them who asked for them, and what the papers of their contracts say."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.engagements.models import Contract
from menkou.papers.contract.facts import Paper, committee_of, government_of
from menkou.papers.models import Batch, Choice, Form, Template
from menkou.places.models import District, Village


def batches_for(by: Actor) -> QuerySet[Batch]:
    """The batches that somebody of the bureau has asked for; nobody sees another's."""
    found = Batch.objects.filter(asked_by=by.user_id)
    return found if by.has_role(Role.JUSTICE_BUREAU) else found.none()


def papers_of(batch: Batch, chosen: Sequence[UUID]) -> dict[UUID, Paper]:
    """What the papers of some contracts say now, in this order; without those ended since the batch was asked for."""
    district = District.objects.get(pk=batch.district_id)
    found = Contract.objects.filter(pk__in=chosen).exclude(ended_at__gte=batch.asked_at)
    held = found.select_related("village__township", "institution").in_bulk()
    return {pk: _paper(held[pk], district) for pk in chosen if pk in held}


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


def _paper(contract: Contract, district: District) -> Paper:
    village, institution = contract.village, contract.institution
    township, is_community = village.township.name, village.kind == Village.Kind.COMMUNITY
    return Paper(
        district=district.name,
        township=township,
        village=village.short_name,
        committee=committee_of(township, village.name, village.short_name, is_community),
        institution=institution.name,
        credit_code=institution.credit_code,
        address=institution.address,
        phone=institution.phone,
        first_day=contract.valid_from,
        last_day=contract.last_day,
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
