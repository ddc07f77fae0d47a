"""走到哪一步: why the next one cannot be done now, in the words that both its page and its action say."""

from menkou.assessments import queries
from menkou.assessments.models import Cycle, Reply, Sheet
from menkou.core import clock

State = Cycle.State


def why_not_shown(cycle: Cycle) -> str:
    """Empty where it can be shown to those who are assessed."""
    waiting = queries.unscored(cycle).count()
    return f"还有 {waiting} 项司法所没有评，评完再给本人看。" if waiting else ""


def why_not_hidden(cycle: Cycle) -> str:
    """Empty where nobody has said anything yet."""
    said = Reply.objects.filter(sheet__cycle=cycle).exists()
    said = said or Sheet.objects.filter(cycle=cycle, confirmed_at__isnull=False).exists()
    return "已经有人确认或者说明，不能撤回。" if said else ""


def why_not_published(cycle: Cycle) -> str:
    """Empty where the days to answer are over and every review is decided."""
    if cycle.answer_until and cycle.answer_until > clock.now():
        return f"{clock.to_the_minute(cycle.answer_until)}以前本人还可以申请复核，过了再公示。"
    waiting = queries.waiting_in(cycle).count()
    return f"还有 {waiting} 件复核没有定，定了再公示。" if waiting else ""


def why_not_locked(cycle: Cycle) -> str:
    """Empty where the publicity has ended."""
    until = cycle.publicity_until
    return f"公示到{clock.to_the_minute(until)}，期满再锁定。" if until and until > clock.now() else ""


def why_not_yet(cycle: Cycle) -> str:
    """Why the next step of a cycle cannot be done now."""
    asked = {State.SCORING: why_not_shown, State.ANSWERING: why_not_published, State.PUBLICITY: why_not_locked}
    why = asked.get(State(cycle.state))
    return why(cycle) if why else ""
