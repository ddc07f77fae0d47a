"""The oracle of interests: its own books of who may not have which matter, from what was said and declared alone."""

from collections import Counter
from uuid import UUID

from django.db.models import Q

from menkou.advisers.models import Registration
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Handover
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.oversight import numbers, serving
from menkou.places import queries as places
from menkou.postings.models import Posting

State = Consultation.State


class Books:
    """What the product is not asked for: houses and persons that were named, and who serves a village today."""

    world: dict

    def open_books(self) -> None:
        self.about_committee: set = set()
        self.persons: dict[object, set] = {}
        self.houses: dict[object, set] = {}

    def may_not(self, matter: Consultation, person: Registration) -> bool:
        """By what was said alone: of the houses and persons that were named, and of who serves the village now."""
        if self.is_named(matter, person):
            return True
        if matter.pk not in self.about_committee:
            return False
        return person.institution_id in {one.registration.institution_id for one in self.serving(matter.village_id)}

    def is_named(self, matter: Consultation, person: Registration) -> bool:
        """By a word that was put on record, at once; not by a post that began since."""
        return person.institution_id in self.houses[matter.pk] or person.adviser_id in self.persons[matter.pk]

    def handovers(self, matter: Consultation) -> set:
        """Of this matter until now."""
        return set(Handover.objects.filter(consultation=matter).values_list("pk", flat=True))

    def took_rightly(self, matter: Consultation, before: set) -> None:
        """Whoever it was handed to since may have it; where nobody may, it was handed to nobody."""
        for one in Handover.objects.filter(consultation=matter).exclude(pk__in=before):
            assert not self.may_not(matter, one.taker)

    def keep(self, matter: Consultation, concerns: str, serving: list[Posting]) -> None:
        named = {"adviser_a": "A", "adviser_b": "B"}.get(concerns)
        for one in serving:
            if concerns == "committee":
                self.about_committee.add(matter.pk)
            if concerns == "committee" or one.post == named:
                self.houses[matter.pk].add(one.registration.institution_id)
            if one.post == named:
                self.persons[matter.pk].add(one.registration.adviser_id)

    def serving(self, village) -> list[Posting]:
        today = clock.today()
        rows = Posting.objects.filter(village=village, valid_from__lte=today).select_related("registration")
        return [one for one in rows if one.valid_until is None or one.valid_until > today]

    def holder(self, matter) -> tuple[Actor, Consultation]:
        now = Consultation.objects.get(pk=matter.pk)
        return self.world["actors"][now.holder_id], now

    def directors_count_nothing_of_it(self, matter: Consultation) -> None:
        month = numbers.Month.of(matter.asked_at.date())
        for director, institution in self.world["directors"]:
            held = Consultation.objects.filter(holder__institution=institution)
            own = [one for one in held if not self.may_not(one, Registration(institution=institution))]
            assert numbers.asked(director, month) == len(own)

    def no_village_counts_it(self) -> None:
        plain = [one for one in Consultation.objects.all() if not self.houses[one.pk] and not one.concerns]
        assert set(barring.without_interests(Consultation.objects.all())) == set(plain)
        late = Counter(one.village_id for one in plain if one.state == State.WAITING and one.due_at < clock.now())
        few = places.rules()["fewest_in_a_list"]
        assert numbers.villages_late(self.world["bureau"]) == {one for one, count in late.items() if count >= few}
        assert not serving.villages_served(numbers.Month.of(clock.today()))  # nothing but consultations was done


def never(*columns, matter=None, village=None, on=None) -> Q:
    """A seeded fault, in the place of barring.is_kept_from: nobody is kept from anything, for no row bears both identities."""
    return Q(pk=None) | Q(*(Q(pk=one) for one in (matter, village) if isinstance(one, UUID)))
