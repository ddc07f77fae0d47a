"""A phone is known by a name that we hand out; nobody makes one up."""

from config.middleware import DEVICE, DEVICE_SIGNER


def test_a_device_can_be_handed_out_and_never_made_up(consultation, client):
    client.cookies[DEVICE] = "d" * 32
    assert client.get("/shili/pickup").cookies[DEVICE].value != "d" * 32

    client.cookies[DEVICE] = DEVICE_SIGNER.sign("d" * 32)
    assert DEVICE not in client.get("/shili/pickup").cookies
