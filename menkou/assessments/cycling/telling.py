"""Who is told what of a cycle, and the job that draws it up. No score is in any word that leaves the house."""

from procrastinate.contrib.django import app

from menkou.assessments.models import Cycle, Sheet, Subject
from menkou.core import clock, outbox
from menkou.core.scope import district_being_written

DRAW = "menkou.assessments.jobs.draw"


def draw_later(cycle: Cycle) -> None:
    """Queue the drawing up, in this transaction. One at a time of a cycle."""
    later = app.configure_task(DRAW, lock=f"assessment:{cycle.pk}")
    later.defer(district_id=district_being_written(), cycle_id=str(cycle.pk))


def scoring_begins(cycle: Cycle) -> None:
    """To each office that has something to score."""
    offices = Sheet.objects.filter(cycle=cycle, scored_by_office__isnull=False, scheme__items__kind="judged")
    words = f"{cycle}的考核表生成好了，请登录评分，写意见。"
    for one in sorted(set(offices.order_by().values_list("scored_by_office", flat=True))):
        outbox.send(to=f"township:{one}", words=words, key=f"assessment-scoring:{cycle.pk}:{one}")


def shown(cycle: Cycle) -> None:
    """To everybody who is assessed and can be told."""
    _to_everybody(cycle, "assessment-shown", f"{cycle}的结果可以看了，请登录看一看；有不同意的，可以说明、申请复核。")


def open_again(cycle: Cycle) -> None:
    """To the same: the publicity was taken back, and there are days to answer once more."""
    _to_everybody(
        cycle,
        "assessment-again",
        f"{cycle}的公示撤回了，又可以说明、申请复核（复核过的，有新材料也可以），请登录看一看。",
    )


def _to_everybody(cycle: Cycle, key: str, words: str) -> None:
    """Once for each time that its days to answer begin."""
    now = int(clock.now().timestamp())
    sheets = Sheet.objects.filter(cycle=cycle, subject__in=[Subject.ADVISER, Subject.INSTITUTION])
    for pk, registration, institution in sheets.order_by("id").values_list("pk", "registration", "institution"):
        to = f"registration:{registration}" if registration else f"institution:{institution}"
        outbox.send(to=to, words=words, key=f"{key}:{pk}:{now}")
