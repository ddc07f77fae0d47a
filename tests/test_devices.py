"""A phone is known by a name that we hand out; nobody makes one up."""

from config.middleware import DEVICE, DEVICE_SIGNER
from tests.cast import QUESTION


def test_a_device_can_be_handed_out_and_never_made_up(consultation, client):
    client.cookies[DEVICE] = "d" * 32
    assert client.get("/shili/pickup").cookies[DEVICE].value != "d" * 32

    client.cookies[DEVICE] = DEVICE_SIGNER.sign("d" * 32)
    assert DEVICE not in client.get("/shili/pickup").cookies


def test_who_is_not_shown_a_matter_leaves_a_line_without_a_word_of_it(consultation, client, sign_in, adviser_b, caplog):
    assert client.get(f"/shili/asked/{consultation.pk}/?{QUESTION}").status_code == 404
    sign_in(adviser_b)
    assert client.get(f"/shili/consultations/{consultation.pk}/").status_code == 404

    refused = [f"GET thread of {consultation.pk} to a resident"]
    refused.append(f"GET consultations:consultation of {consultation.pk} to user {adviser_b.user_id}")
    assert caplog.messages == [f"not shown: {one}" for one in refused]


def test_a_page_that_is_shown_leaves_no_such_line(consultation, client, sign_in, adviser_a, caplog):
    sign_in(adviser_a)
    assert client.get(f"/shili/consultations/{consultation.pk}/").status_code == 200
    assert client.get("/shili/no-such-page").status_code == 404
    assert caplog.messages == []
