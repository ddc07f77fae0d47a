"""素材库: what can be pushed, what is to be looked at again, and which groups had what was withdrawn."""

from uuid import UUID

from django.db.models import QuerySet

from menkou.broadcasts.models import Article, Delivery
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.finding import holding
from menkou.groups.keeping import queries as keeping

SHOWN = {"": "能用的", "due": "该再看一遍的", "withdrawn": "撤下的"}


def visible_to(by: Actor) -> QuerySet[Article]:
    """The bureau, the auditor and every office."""
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE):
        return Article.objects.none()
    return Article.objects.select_related("made_by", "reviewed_by", "withdrawn_by")


def article_for(by: Actor, pk: UUID) -> Article:
    """How a page gets hold of one: what you may not see does not exist."""
    return visible_to(by).get(pk=pk)


def listed(by: Actor, show: str = "", words: tuple[str, ...] = ()) -> QuerySet[Article]:
    found = visible_to(by).filter(withdrawn_at__isnull=show != "withdrawn")
    found = holding(found, words, "title", "text", "law", "source")
    return found.filter(review_by__lt=clock.today()) if show == "due" else found


def usable(by: Actor, pk: UUID) -> Article | None:
    """One that a notice can be made from today: not withdrawn, and looked at in time."""
    return visible_to(by).filter(pk=pk, withdrawn_at=None, review_by__gte=clock.today()).first()


def deliveries_of(by: Actor, article: Article) -> QuerySet[Delivery]:
    """The groups that had it, of those that somebody sees."""
    found = Delivery.objects.filter(notice__article=article, state__in=Delivery.THERE).defer("proof")
    found = found.filter(group__in=keeping.visible_to(by).values("pk"))
    return found.select_related("notice", "group__village__township", "group__township").order_by("group__name", "pk")
