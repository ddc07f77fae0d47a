"""What stands beside a matter, as conditions over consultations: so that a page asks only for what there is."""

from django.db.models import Exists, OuterRef

from menkou.consultations import content
from menkou.consultations.models import Handover, Meeting, Opinion, Referral
from menkou.consultations.models.meeting import AHEAD


def there_is() -> dict[str, Exists]:
    """By the name under which a page asks."""
    here = {"consultation_id": OuterRef("pk"), "district_id": OuterRef("district_id")}
    return {
        "names_sides": content.names_sides(),
        "was_handed_over": Exists(Handover.objects.filter(**here)),
        "has_meeting": Exists(Meeting.objects.filter(state__in=AHEAD, **here)),
        "has_referral": Exists(Referral.objects.filter(**here)),
        "has_opinion": Exists(Opinion.objects.filter(**here)),
    }
