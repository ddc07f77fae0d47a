"""素材库: put in by the bureau, looked at again in time, withdrawn one by one or by the law that they rest on."""

from datetime import date

from django.db.models import QuerySet

from menkou.broadcasts import policies
from menkou.broadcasts.models import Article, Notice
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.rows import insert
from menkou.places.models import District

GONE = "这篇已经撤下了。"
PAST = "再看一遍的日子要在今天以后。"


@action(policies.keep_library, audit="library.put_in", when=bool)
def put_in(*, by: Actor, district: District, article: Article) -> bool:
    """入库, once for its id, which its form has named. Returns whether it was not there yet. Raises Invalid."""
    _demand_coming(article.review_by)
    if Article.objects.filter(pk=article.pk).exists():
        return False
    assert by.user_id
    article.made_at, article.made_by_id = clock.now(), by.user_id
    insert(article, once=True)
    return True


@action(policies.keep_library, audit="library.reviewed")
def review(*, by: Actor, district: District, article: Article, review_by: date) -> None:
    """看过了，还对: until another day. Raises Invalid, Conflict where it was withdrawn."""
    _demand_coming(review_by)
    facts = {"review_by": review_by, "reviewed_at": clock.now(), "reviewed_by": by.user_id}
    if not Article.objects.filter(pk=article.pk, withdrawn_at=None).update(**facts):
        raise Conflict(GONE)


@action(policies.keep_library, audit="library.withdrawn")
def withdraw(*, by: Actor, district: District, article: Article, why: str) -> None:
    """撤下 one. Raises Invalid without a reason, Conflict where it was."""
    if not _withdrawn(by, why, pk=article.pk):
        raise Conflict(GONE)


@action(policies.keep_library, audit="library.law_changed", count=int)
def withdraw_law(*, by: Actor, district: District, law: str, why: str) -> int:
    """法律改了: all that rests on it is withdrawn. Returns how many. Raises Invalid without a reason."""
    return _withdrawn(by, why, law=law)


def _withdrawn(by: Actor, why: str, **which: object) -> int:
    if not why.strip():
        raise Invalid("请写为什么撤下，比如哪部法律从哪天起改了。")
    facts = {"withdrawn_at": clock.now(), "withdrawn_by": by.user_id, "why": why.strip()[:120]}
    number = Article.objects.filter(withdrawn_at=None, **which).update(**facts)
    _hand_back(Article.objects.filter(**which), why)
    return number


def _hand_back(gone: QuerySet[Article], why: str) -> None:
    """What was made from it and has not begun goes back to its author, even where a second person had agreed."""
    waiting = Notice.objects.filter(article__in=gone, state__in=[Notice.State.WAITING, Notice.State.APPROVED])
    facts = {"approved_at": None, "approved_by": None, "note": f"用的素材撤下了：{why.strip()[:120]}"}
    waiting.update(state=Notice.State.DRAFT, **facts)


def _demand_coming(day: date) -> None:
    if day <= clock.today():
        raise Invalid(PAST)
