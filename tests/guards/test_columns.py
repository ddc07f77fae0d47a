"""Every column is declared personal or plain, and every moment has somebody who made it."""

from datetime import date
from pathlib import Path

import yaml
from django.apps import apps
from django.db import models

from tests.guards.sources import stale

DECLARED = yaml.safe_load((Path(__file__).parent / "columns.yaml").read_text())
OURS = [model for model in apps.get_models() if model.__module__.startswith("menkou.")]
EVERYWHERE = {"id", "district"}
LOOK_AGAIN = date(2027, 7, 1)  # every reason below is asked for again by then
MADE_BY_NOBODY = {  # moments without a person beside them, and why
    "core.Outgoing.made_at": "the action that made it has its line in the audit log",
    "core.Outgoing.sent_at": "the worker sends",
    "channels.Account.heard_at": "a platform called",
    "channels.Account.polled_at": "the worker asks a platform",
    "channels.Token.refreshed_at": "the worker asks a platform",
    "channels.Token.asked_at": "the worker asks a platform",
    "channels.Token.refused_at": "a platform said so",
    "channels.Correspondent.heard_at": "a resident wrote, who has no account",
    "channels.Correspondent.opened_at": "a resident tapped, scanned or followed",
    "channels.Incoming.arrived_at": "a platform called",
    "channels.Incoming.held_at": "the worker holds it until its sender says more",
    "channels.Incoming.taken_at": "the worker took it in",
    "channels.Text.handed_at": "the worker hands it to a gateway",
    "channels.Text.ended_at": "a gateway said so",
    "channels.Login.until_at": "counted from when a resident, who has no account, opened the page",
    "channels.Consent.until_at": "counted from when a resident, who has no account, opened the page",
    "reminders.Way.made_at": "put in by the way's own user; nobody else may",
    "reminders.Way.ended_at": "taken out by the way's own user; nobody else may",
    "reminders.Way.refused_at": "whoever carries by it said so",
    "chats.Binding.bound_at": "bound by a resident, who has no account",
    "chats.Binding.ended_at": "ended by a resident, who has no account",
    "chats.SceneCode.made_at": "the worker asks a platform; who ordered it has a line in the audit log",
    "core.Reply.made_at": "a machine's memory of what it answered",
    "accounts.SavedView.made_at": "made by its own user; nobody else may",
    "accounts.ApiToken.made_at": "made by its user, or on the server; the audit log says which",
    "postings.Plan.drawn_up_at": "drawn up by the planner; who published it stands in the audit log",
    "postings.Absence.begins_at": "a day that was planned; recorded_by says by whom",
    "postings.Absence.ends_at": "a day that was planned; who came back early stands in the audit log",
    "consultations.Consultation.asked_at": "asked by a resident, who has no account",
    "consultations.Consultation.due_at": "counted from the calendar",
    "consultations.Consultation.read_at": "read by the holder, and nobody else can",
    "consultations.Consultation.first_answered_at": "answered by the message's author",
    "consultations.Consultation.answered_at": "answered by the message's author",
    "consultations.Consultation.erased_at": "erased by its asker, who has no account, or by the clock",
    "consultations.Message.visible_at": "said by its author, or by the resident",
    "consultations.Draft.started_at": "started by a resident, who has no account, or by its author",
    "consultations.Stop.was_due_at": "counted from the calendar",
    "consultations.Stop.until_at": "a day that was planned; begun_by says by whom",
    "consultations.Stop.ended_at": "ended by the day, the resident or the holder; the audit log says which",
    "consultations.Urging.due_at": "counted from the calendar",
    "consultations.Urging.taken_at": "taken by the machine, nobody presses a button",
    "consultations.Reopening.reopened_at": "reopened by a resident, who has no account",
    "consultations.Reopening.closed_at": "who closed it stands in the audit log and in the entry",
    "consultations.Concern.raised_at": "raised by a resident, who has no account",
    "consultations.Revisit.closed_at": "as the consultation's own",
    "consultations.Revisit.due_at": "counted from the ending",
    "consultations.Revisit.until_at": "counted from the ending",
    "consultations.Rating.rated_at": "rated by a resident, who has no account",
    "boards.Board.seen_at": "by whom stands in the placing of that moment",
    "boards.Board.revoked_at": "who revoked a code stands in the audit log",
    "consultations.Meeting.begins_at": "a time that was agreed; proposed_by says by whom",
    "consultations.Meeting.ends_at": "a time that was agreed; proposed_by says by whom",
    "consultations.Spoken.given_at": "given by the adviser whose answer it was; recorded_by says who wrote it down",
    "consultations.Claim.claimed_at": "claimed by a resident, who has no account",
    "consultations.Consent.said_at": "said by the asker, who has no account",
    "consultations.Referral.ask_at": "counted from the calendar",
    "consultations.Referral.reminded_at": "reminded by the machine",
    "consultations.Opinion.agreed_at": "agreed to by the asker; the consent says how, and who recorded a spoken one",
    "consultations.Opinion.until_at": "counted from the calendar",
    "consultations.Opinion.given_at": "given by its colleague, and nobody else can",
    "consultations.Opinion.ended_at": "ended by the asker or the holder; the audit log says which",
    "consultations.ReviewCopy.released_at": "released by the asker, who has no account; the consent says so",
    "consultations.ReviewCopy.until_at": "counted by the district's rule",
    "consultations.ReviewCopy.ended_at": "ended by the asker, who has no account, or by the clock",
    "consultations.Viewing.told_at": "from when the asker sees it; who looked stands in viewed_by",
    "inspections.Inspection.lapses_at": "counted from the decision; decided_by says whose",
    "inspections.Inspection.opened_at": "opened by asked_by, and nobody else can",
    "inspections.Inspection.closes_at": "counted from the first opening",
    "inspections.Inspection.told_at": "told by the machine",
    "occasions.Occasion.happens_at": "when it is to happen, as the village says",
    "occasions.Occasion.declined_at": "answered by whoever was asked first, and nobody else can",
    "occasions.Occasion.invited_at": "asked by whoever registered, changed or declined it; the audit log says who",
    "rotas.Slot.begins_at": "a time that was planned; arranged_by says by whom",
    "rotas.Slot.ends_at": "as begins_at",
    "rotas.Asking.answered_at": "answered by whoever is asked, or over by itself; the audit log says which",
    "broadcasts.Notice.spread_at": "the worker puts it down for each group",
    "broadcasts.TypicalCase.until_at": "as long as the copy that it is made of",
    "broadcasts.TypicalCase.consent_ended_at": "said by the asker, who has no account, or their matter is erased",
    "broadcasts.TypicalCase.ended_at": "by its author, with the consent, or by the clock; the audit log says which",
    "broadcasts.Task.made_at": "a platform made it",
    "broadcasts.Task.polled_at": "the worker asks a platform",
    "broadcasts.Delivery.sent_at": "a platform said so",
    "assessments.Cycle.drawn_at": "drawn up by the worker",
    "assessments.Cycle.heard_at": "the moment at which it was shown first, kept when that was taken back",
    "assessments.Sheet.made_at": "drawn up by the worker",
    "assessments.Consequence.fell_away_at": "by the rule that opened it, where its number is not full any more",
    "complaints.Complaint.raised_at": "raised by a resident, who has no account",
    "complaints.Complaint.reply_due_at": "counted from the calendar",
    "complaints.Complaint.answer_due_at": "counted from the calendar",
    "complaints.Complaint.ended_at": "ended by its asker, who has no account, by who refused it, or by the clock",
    "complaints.Step.due_at": "counted from the calendar",
    "hotline.Move.due_at": "counted from the calendar",
    "hotline.Order.received_at": "received by the hotline, whose people have no account",
    "hotline.Order.accept_due_at": "counted from the calendar",
    "hotline.Order.handle_due_at": "counted from the calendar",
    "hotline.Order.answer_due_at": "named by the hotline, or counted from the calendar",
    "visits.Visit.came_at": "the adviser's own coming, by their own phone; logged_by says who told it",
    "visits.Visit.left_at": "as came_at",
    "visits.Visit.confirmed_at": "said by somebody of the village, who has no account",
    "consultations.WrongTry.tried_at": "tried by a device",
    "consultations.CallBack.tried_at": "called by the holder; the audit log says who that was",
    "consultations.CallBack.reached_at": "as tried_at",
    "operations.Alarm.begun_at": "the worker looked",
    "operations.Alarm.seen_at": "the worker looked",
    "consultations.Secret.set_at": "set by a resident, who has no account",
}


def columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - EVERYWHERE


def undeclared(kinds: list[type[models.Model]], declared: dict) -> list[str]:
    """Columns that stand in the models only, in the table only, or on both sides of it; personal ones without words."""
    found = [label for label in {model._meta.label for model in kinds} ^ set(declared)]
    for model in kinds:
        label, said = model._meta.label, declared.get(model._meta.label, {})
        personal, plain = said.get("personal", {}), said.get("plain", [])
        wrong = (columns(model) ^ (set(personal) | set(plain))) | (set(personal) & set(plain))
        wrong |= {name for name, why in personal.items() if not why}
        found += [f"{label}.{name}" for name in sorted(wrong)]
    return found


def made_by_nobody(kinds: list[type[models.Model]]) -> list[str]:
    """Moments without the person who made them."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in kinds
        for field in model._meta.concrete_fields
        if field.name.endswith("_at") and f"{field.name[:-3]}_by" not in columns(model)
    ]


def unpaired(kinds: list[type[models.Model]]) -> list[str]:
    """A moment and its person that may both be empty, and that no CHECK holds together."""
    found = []
    for model in kinds:
        empty = {field.name for field in model._meta.concrete_fields if field.null}
        checks = [str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
        for name in (name for name in empty if name.endswith("_at") and f"{name[:-3]}_by" in empty):
            if not any(name in check and f"{name[:-3]}_by" in check for check in checks):
                found.append(f"{model._meta.label}.{name}")
    return found


def test_every_column_is_declared_personal_or_plain():
    assert undeclared(OURS, DECLARED) == []


def test_every_moment_has_the_person_who_made_it_or_a_reason():
    found = made_by_nobody(OURS)

    assert sorted(set(found) - set(MADE_BY_NOBODY)) == []
    assert stale(MADE_BY_NOBODY, found) == set()
    assert date.today() < LOOK_AGAIN


def test_a_moment_and_its_person_are_held_together_by_a_check():
    assert unpaired(OURS) == []


class Seeded(models.Model):
    """A table with three faults: an undeclared column, a moment of nobody, a loose pair."""

    phone = models.TextField()
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        app_label = "seeded"
        managed = False


def test_the_guards_see_a_seeded_table():
    said = {"personal": {"phone": "theirs"}, "plain": ["called_at", "ended_at", "ended_by"]}

    assert undeclared([Seeded], {}) != []
    assert undeclared([Seeded], {"seeded.Seeded": said}) == []
    assert undeclared([Seeded], {"seeded.Seeded": said, "gone.Table": {}}) == ["gone.Table"]
    assert undeclared([Seeded], {"seeded.Seeded": {**said, "personal": {"phone": ""}}}) == ["seeded.Seeded.phone"]
    assert undeclared([Seeded], {"seeded.Seeded": {**said, "plain": ["called_at"]}}) != []
    assert made_by_nobody([Seeded]) == ["seeded.Seeded.called_at"]
    assert unpaired([Seeded]) == ["seeded.Seeded.ended_at"]
