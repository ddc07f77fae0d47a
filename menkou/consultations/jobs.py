from datetime import timedelta
from uuid import UUID

from menkou.consultations import actions, queries
from menkou.consultations.after import jobs as after
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.meeting import queries as meetings
from menkou.consultations.models import Consultation
from menkou.consultations.opinions import jobs as opinions
from menkou.consultations.passing import actions as passing
from menkou.consultations.referring import jobs as referring
from menkou.consultations.reviewing import jobs as reviewing
from menkou.consultations.rights import actions as rights
from menkou.consultations.rights import queries as kept
from menkou.consultations.timing import jobs as timing
from menkou.consultations.wording import actions as wording
from menkou.core import clock, outbox
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict
from menkou.core.jobs import job, live
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.places import queries as places
from menkou.places.models import District, Village

PARTS = (timing, after, referring, opinions, reviewing)  # whose jobs and sweeps are known once this module is
OTHER, QUIET = "other", Consultation.Ending.QUIET


@job(queue="default", retry=3)
def close_quiet(*, consultation_id: str) -> None:
    """办结: what was answered and not gone on with. One that moved on meanwhile is left alone."""
    rules = places.rules()
    quiet = queries.quiet_since(clock.now() - timedelta(days=rules["quiet_days_before_closing"]))
    consultation = quiet.filter(pk=UUID(consultation_id)).first()
    if consultation is None:
        return
    try:
        minutes = rules["minutes_of_a_quiet_closing"]
        actions.close(by=CLOCK, consultation=consultation, minutes=minutes, category=OTHER, ending=QUIET)
    except Conflict:
        return


@sweep
def find_quiet() -> None:
    """Every consultation that has been quiet for the district's number of days is to be closed."""
    days = places.rules()["quiet_days_before_closing"]
    quiet = queries.quiet_since(clock.now() - timedelta(days=days)).values_list("pk", flat=True)[:200]
    found = {str(pk) for pk in quiet}
    for pk in found - live(close_quiet.task.name, "consultation_id") if found else ():
        close_quiet.defer(consultation_id=pk)


@sweep
def pass_on_what_is_left_behind() -> None:
    """岗位到期、请假开始: nobody presses a button when the day comes; open matters pass to who is on duty."""
    for village in Village.objects.filter(pk__in=queries.left_behind().values("village")):
        passing.offer_to_new_holders(by=CLOCK, village=village)


@job(queue="default", retry=3)
def erase_outlived(*, consultation_id: str) -> None:
    """到期删掉 of one matter; one that is kept longer by now is left alone."""
    if consultation := kept.outlived().filter(pk=UUID(consultation_id)).first():
        rights.let_go(by=CLOCK, consultation=consultation)


@sweep
def find_outlived() -> None:
    """Whatever is older than the district keeps it is to be erased."""
    found = {str(pk) for pk in kept.outlived().order_by("closed_at").values_list("pk", flat=True)[:200]}
    for pk in found - live(erase_outlived.task.name, "consultation_id") if found else ():
        erase_outlived.defer(consultation_id=pk)


@sweep
def forget_who_erased() -> None:
    """A day after erasing, in which a second press still finds it, nothing leads from a phone or a code to the matter."""
    for consultation in kept.erased_before(clock.now() - timedelta(days=1))[:200]:
        rights.unlink(by=CLOCK, consultation=consultation)


@sweep
def forget_old_tries() -> None:
    """Wrong tries count for minutes; after a day nothing of them is kept."""
    kept.old_tries().delete()


@sweep
def remind_of_meetings() -> None:
    """提醒: whoever holds the matter is told the day before, once, and not what or whom it is about."""
    for meeting in meetings.to_remind(places.rules()["hours_to_remind"])[:200]:
        holder, words = meeting.consultation.holder_id, "一天之内有一次约见，请登录查看。"
        to, key = f"registration:{holder}", f"meeting:soon:{meeting.pk}"
        outbox.send(to=to, words=words, key=key, about=meeting.consultation_id)


@sweep
def forget_drafts() -> None:
    """What was begun and never sent is kept for the district's hours, so that a killed page can go on with it."""
    district = District.objects.get(pk=district_being_written())
    enclosing.forget_drafts(by=CLOCK, district=district)
    wording.forget_old(by=CLOCK, district=district)
