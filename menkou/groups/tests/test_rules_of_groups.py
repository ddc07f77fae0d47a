"""群和推送的规则: a door to that area of 规则, set by the bureau."""

from menkou.core import clock
from menkou.places.queries import rules
from tests.cast import SLUG

PAGE = f"/{SLUG}/groups/register/rules"


def test_rules_of_groups_are_the_bureau_s_to_set(bureau, office, district, sign_in):
    sent = {"key": "publication_days", "value": "10、20", "valid_from": f"{clock.today()}", "source": "本局文件"}
    assert sign_in(office).post(PAGE, sent).status_code == 403
    page = sign_in(bureau)
    assert "系统默认" in page.get(PAGE).content.decode()
    assert page.post(PAGE, sent | {"value": "三十一"}).status_code == 422
    assert "10、20" in page.post(PAGE, sent, follow=True).content.decode()


def test_a_number_of_a_rule_is_kept_as_a_number(bureau, district, sign_in):
    sent = {"key": "days_to_look_at_a_group", "value": "60", "valid_from": f"{clock.today()}", "source": "本局文件"}
    sign_in(bureau).post(PAGE, sent)

    assert rules()["days_to_look_at_a_group"] == 60
