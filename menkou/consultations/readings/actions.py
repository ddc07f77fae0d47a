"""念告知书: an officer reads aloud what residents are told, listens, puts it up, and takes it down."""

from django.db import IntegrityError, transaction

from menkou.consultations import policies
from menkou.consultations.models import Reading
from menkou.consultations.readings import queries
from menkou.consultations.rules import sounds
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.models import District

NO_SOUND = "这个文件不是能放出来的录音。请用手机的录音机录，传 m4a 或 mp3 文件；或者在这一页直接录。"
TOO_LONG = "录音太大了，最多 {mb} MB。请录得短一些，或者用手机录音机里的“标准音质”。"
OTHER_FORM = "这一页已经送出过了，请回到列表再看。"
BROUGHT = ("text", "township_id", "speech")
OVER = "这段录音已经撤下了。"
OLD_WORDS = "告知书的字改过了，这段录音念的是以前的，不能放给居民听。请照新的重新录。"


@action(policies.keep_readings, audit="reading.recorded")
def record(*, by: Actor, reading: Reading, sound: bytes, form: str) -> Reading:
    """录一段: of the words that are told today; nobody hears it yet. A form sent twice records once.

    `reading` says of which text, in whose speech and for which township (none: the whole district). Raises Invalid where
    it is no recording or too large, Conflict where the form brought another.
    """
    kind = _kind_of(sound)
    reading.sound = sounds.bare(sound, kind)
    if found := queries.brought_by(form):
        return _same(found, reading)
    notice = queries.told()[reading.text]
    reading.mime, reading.size = kind, len(reading.sound)
    reading.text_version, reading.text_digest = notice.version, queries.digest_of(notice)
    reading.form_digest, reading.recorded_at = digest("reading", form), clock.now()
    reading.recorded_by_id = by.user_id  # type: ignore[assignment]  # whoever keeps them has an account
    try:
        with transaction.atomic():
            reading.save(force_insert=True)
    except IntegrityError:  # the same form at the same moment: a button pressed twice
        return _same(Reading.objects.get(form_digest=reading.form_digest), reading)
    return reading


@action(policies.keep_readings, audit="reading.put_up")
def put_up(*, by: Actor, reading: Reading) -> Reading:
    """放给居民听; what was up at that place before is taken down. Saying so twice says it once.

    Raises Conflict where it was taken down, or its words hold no more.
    """
    found = _locked(reading)
    if found.is_up:
        return found
    if not queries.holds_words_of_today(found):
        raise Conflict(OLD_WORDS)
    before = Reading.objects.filter(township=found.township_id, text=found.text, put_up_at__isnull=False)
    for one in before.filter(taken_down_at=None):
        _taken_down(one, by)
    found.put_up_at, found.put_up_by_id = clock.now(), by.user_id
    found.save(update_fields=["put_up_at", "put_up_by"])
    return found


@action(policies.keep_readings, audit="reading.taken_down")
def take_down(*, by: Actor, reading: Reading) -> None:
    """撤下: from now on nobody hears it, and the voice is gone; that there was one stays on record."""
    _taken_down(_locked(reading), by)


def _same(found: Reading, reading: Reading) -> Reading:
    """What the form has brought before. Raises Conflict where that was something else."""
    is_other = any(getattr(found, name) != getattr(reading, name) for name in BROUGHT)
    if is_other or bytes(found.sound) != reading.sound:
        raise Conflict(OTHER_FORM)
    return found


def _kind_of(sound: bytes) -> str:
    """What browsers play it as. Raises Invalid with what to do."""
    most_kb = places.rules()["most_kb_of_a_spoken_notice"]
    if len(sound) > most_kb * 1024:
        raise Invalid(TOO_LONG.format(mb=most_kb // 1000))
    kind = sounds.kind_of(sound)
    if kind is None:
        raise Invalid(NO_SOUND)
    return kind


def _locked(reading: Reading) -> Reading:
    """As it is now. The district is locked before it, so that of two that are put up at once one comes after the other."""
    District.objects.select_for_update(no_key=True).get(pk=reading.district_id)
    found = Reading.objects.defer("sound").select_for_update().get(pk=reading.pk)
    if found.taken_down_at is not None:
        raise Conflict(OVER)
    return found


def _taken_down(reading: Reading, by: Actor) -> None:
    reading.taken_down_at, reading.taken_down_by_id, reading.sound = clock.now(), by.user_id, b""
    reading.save(update_fields=["taken_down_at", "taken_down_by", "sound"])
