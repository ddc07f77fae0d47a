"""暗号: set and lifted by the phone that asked; said wrongly, the next try waits a little, and nobody is locked out."""

from functools import partial

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from menkou.consultations import holding, policies, viewings
from menkou.consultations.asking import recording as beside
from menkou.consultations.models import Consultation, Secret, WrongTry
from menkou.consultations.pickup import slowing
from menkou.consultations.rules import secrets
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Invalid


@action(policies.lock, audit="consultation.locked")
def set_secret(*, by: Actor, consultation: Consultation, typed: str) -> Secret:
    """定暗号: from now on neither the phone nor the 取件码 opens it alone; a new one takes the place of the last.

    Raises Invalid with what is wrong with it.
    """
    said = secrets.tidy(typed)
    if wrong := secrets.what_is_wrong(said):
        raise Invalid(wrong)
    found = holding.kept(consultation)
    Secret.objects.filter(consultation=found).delete()
    secret = Secret.objects.create(consultation=found, hashed=make_password(said), set_at=clock.now())
    found.lock = secret.pk
    found.save(update_fields=["lock"])
    return secret


@action(policies.lock, audit="consultation.unlocked_for_good", when=bool)
def lift_secret(*, by: Actor, consultation: Consultation) -> bool:
    """不要暗号了. Returns whether there was one: twice is once."""
    return beside.lift(holding.locked(consultation))


@action(policies.unlock, audit="consultation.secret_said", when=bool)
def say_secret(*, by: Actor, consultation: Consultation, typed: str) -> Secret | None:
    """说暗号: what opens the matter in this browser; None for a wrong one. Raises TooSoon after too many of those."""
    slowing.slow_down(by, "暗号", is_named=policies.has_asked(by, consultation))
    own = Secret.objects.filter(consultation=consultation)
    secret = own.first()
    is_right = partial(check_password, secrets.tidy(typed))
    if secret is None or not is_right(secret.hashed):
        WrongTry.objects.create(device_digest=by.device or b"", address_digest=by.address or b"", tried_at=clock.now())
        own.update(wrong_tries=F("wrong_tries") + 1)
        return None
    if not policies.has_asked(by, consultation):
        viewings.note(consultation, by, viewings.Way.PICKED_UP)
    return secret
