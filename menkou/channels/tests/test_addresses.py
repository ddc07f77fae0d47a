"""Which outside addresses may be called: no form, name or number leads inside, and what was checked is what is called."""

import httpx
import pytest

from menkou.channels import addresses, calling
from menkou.channels.addresses import NotAllowed, Permits
from menkou.channels.errors import Later
from menkou.channels.tests.outside import answering, certificate

PUBLIC, PUBLIC_6 = "8.8.8.8", "2606:4700:4700::1111"
INSIDE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0"]
INSIDE += ["255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1"]
INSIDE_6 = ["::1", "::", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8"]
INSIDE_6 += ["::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::1", "2001:db8::1", "100::1"]


def code(url, permits=addresses.NONE):
    """Which rule an address breaks."""
    with pytest.raises(NotAllowed) as refused:
        addresses.parse("call", url, permits)
    assert refused.value.words.endswith("。")
    return refused.value.code


def goes(target, *numbers):
    return addresses.settle("call", target, lambda host, port: list(numbers))


def test_a_public_name_over_https_is_allowed():
    target = addresses.parse("call", "https://SMS.example.gov.cn/send?a=1&b=%E6%9D%91")

    assert (target.host, target.port, target.rest) == ("sms.example.gov.cn", 443, "/send?a=1&b=%E6%9D%91")
    assert target.at(PUBLIC_6) == f"https://[{PUBLIC_6}]:443/send?a=1&b=%E6%9D%91"
    assert target.authority == "sms.example.gov.cn"
    assert addresses.parse("call", "https://a.example.cn?x=1").rest == "/?x=1"


@pytest.mark.parametrize("number", INSIDE)
def test_no_number_of_ours_is_public(number):
    assert not addresses.is_public(number)
    assert code(f"https://{number}/") == "inside"


@pytest.mark.parametrize("number", INSIDE_6)
def test_no_number_of_ours_is_public_in_ipv6_either(number):
    assert not addresses.is_public(number)
    assert code(f"https://[{number}]/") == "inside"


def test_public_numbers_are():
    assert addresses.is_public(PUBLIC)
    assert addresses.is_public(PUBLIC_6)
    assert addresses.parse("call", f"https://{PUBLIC}/").host == PUBLIC


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/",  # 127.0.0.1 as one number
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://127.0.0.1./",
        "https://example.cn./",
        "https://user@example.cn/",
        "https://example.cn:443@127.0.0.1/",
        "https://example.cn\\@127.0.0.1/",
        "https://example.cn#@127.0.0.1/",
        "https://exa mple.cn/",
        "https://example.cn/\r\nHost: inside",
        "https://１２７.0.0.1/",  # full-width digits that normalising would make 127
        "https://①②⑦.0.0.1/",
        "https://例子.中国/",
        "https://%31%32%37.0.0.1/",
        "https://[::1%25lo]/",
        "https://[::1/",
        "https://-a.example.cn/",
        "https://example..cn/",
        "https:///etc/passwd",
        "https:example.cn",
        "file:///etc/passwd",
        "gopher://example.cn/",
        " https://example.cn/",
        "https://example.cn:99999/",
        "https://example.cn:0443/",
        "",
        "https://example.cn/" + "a" * 3000,
    ],
)
def test_what_is_not_plainly_written_is_refused(url):
    assert code(url) == "form"


def test_other_ports_plain_http_and_names_of_this_network_are_refused():
    assert code("http://example.cn/") == "scheme"
    assert code("https://example.cn:8443/") == "port"
    assert code("https://localhost/") == code("https://db/") == "inside"


def test_the_operator_may_list_what_lies_inside_and_a_demo_may_leave_out_tls():
    office = Permits(frozenset({"sms.local:8443", "10.1.2.3", "[::1]:8090"}))

    assert addresses.parse("call", "https://sms.local:8443/", office).listed
    assert addresses.parse("call", "https://10.1.2.3/", office).listed
    assert addresses.parse("call", "https://[::1]:8090/", office).authority == "[::1]:8090"
    assert code("https://sms.local:8444/", office) == "port"
    assert code("https://10.1.2.4/", office) == "inside"
    assert not addresses.parse("call", "https://sms.local/", office).listed  # its numbers are judged
    assert code("http://sms.local:8443/", office) == "scheme"
    demo = Permits(office.hosts, demo=True)
    assert addresses.parse("call", "http://sms.local:8443/", demo).listed
    assert code("http://example.cn/", demo) == "scheme"


@pytest.mark.parametrize("numbers", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], [PUBLIC_6, "::ffff:10.0.0.1"]])
def test_a_name_that_has_one_number_inside_is_refused(numbers):
    with pytest.raises(NotAllowed, match="inside"):
        goes(addresses.parse("call", "https://example.cn/"), *numbers)


def test_a_name_that_nobody_knows_may_be_known_later():
    with pytest.raises(Later):
        addresses.settle("call", addresses.parse("call", "https://nowhere.invalid/"), lambda host, port: [])
    with pytest.raises(Later):
        addresses.settle("call", addresses.parse("call", "https://nowhere.invalid/"), _unknown)


def _unknown(host, port):
    raise OSError("no such name")


def test_what_was_checked_is_what_is_called(monkeypatch):
    """A name that answers a public number when it is checked and ours afterwards is called at the public one."""
    answers, called = [[PUBLIC], ["127.0.0.1"]], []

    def note(call, method, url, **how):
        called.append((url, how["headers"]["Host"], how["certified"]))

    monkeypatch.setattr(calling, "send", note)
    addresses.send("call", "POST", "https://rebind.example.cn/x", resolve=lambda host, port: answers.pop(0))

    assert called == [(f"https://{PUBLIC}:443/x", "rebind.example.cn", "rebind.example.cn")]
    assert answers == [["127.0.0.1"]]  # asked once


def test_the_next_number_is_tried_only_where_the_one_before_was_not_reached():
    with answering() as stub:
        permits = Permits(frozenset({f"two.local:{stub.port}"}), demo=True)
        url = f"http://two.local:{stub.port}/"
        addresses.send("call", "GET", url, permits, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])

    assert stub.last.headers["host"] == f"two.local:{stub.port}"
    with pytest.raises(Later):
        addresses.send("call", "GET", url, permits, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])


def test_the_certificate_has_to_show_the_name_although_a_number_is_called(tmp_path, monkeypatch):
    server, caller = certificate("push.local", tmp_path)
    with answering(server) as stub, httpx.Client(verify=caller) as trusting:
        monkeypatch.setattr(calling, "_client", lambda: trusting)
        hosts = Permits(frozenset({f"push.local:{stub.port}", f"other.local:{stub.port}"}))

        def ask(name):
            url = f"https://{name}:{stub.port}/"
            return addresses.send("call", "GET", url, hosts, resolve=lambda host, port: ["127.0.0.1"])

        assert ask("push.local").status == 200
        with pytest.raises(Later):
            ask("other.local")
    assert len(stub.asked) == 1


def test_a_server_that_points_elsewhere_is_not_followed():
    with answering() as stub:
        stub.status, stub.headers = 302, {"Location": "http://127.0.0.1:1/"}
        with pytest.raises(Exception, match="302"):
            addresses.send("call", "GET", stub.url, stub.permits)
    assert len(stub.asked) == 1
