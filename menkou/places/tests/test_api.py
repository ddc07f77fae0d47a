"""Villages for programs: found by name and township, a part at a time."""


def test_villages_are_found(program, village, village_next_door):
    call = program()

    assert [one["name"] for one in call("get", "villages").json()["items"]] == ["红花村", "青树村"]
    assert [one["name"] for one in call("get", "villages?q=红").json()["items"]] == ["红花村"]
    assert [one["name"] for one in call("get", "villages?q=hhc").json()["items"]] == ["红花村"]
    assert [one["name"] for one in call("get", "villages?township=999901002").json()["items"]] == ["青树村"]
    assert call("get", "villages?limit=1&offset=1").json()["items"][0]["name"] == "青树村"
    assert call("get", "villages?limit=1").json()["count"] == 2
