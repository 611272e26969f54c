"""Changes as a device sends them, for tests: made, sent with the token of a page, and what became of them."""

from __future__ import annotations

from itertools import count

from epcr.shown import Shown

NUMBERS = count(1)


def number():
    """The number of a change that nobody made before."""
    return f"{next(NUMBERS):032x}"


def change(anchor, value=None, **more):
    return {"op": number(), "anchor": anchor, **({} if value is None else {"value": value}), **more}


def send(world, sheet, *changes, login="ruiz", device="3f2a", code=200):
    client = world.as_(login).client
    token = world.as_(login).open("/").html.find("input", attrs={"name": "csrf_token"})["value"]
    answer = client.post(
        f"/sheets/{sheet}/changes", json={"device": device, "changes": list(changes)},
        headers={"X-CSRFToken": token, "Accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == code, answer.text
    return answer.json


def outcomes(answer):
    return [result["outcome"] for result in answer["results"]]


def known(world, sheet, slug, query=""):
    """What a page shows of each field, as a device reads it there."""
    page = world.page(sheet, slug, query=query)
    return Shown.read(page.html.find(id="sheet-form").find("input", attrs={"name": "seen"})["value"]).sums


def contested_sheet(world, sheet):
    was = known(world, sheet, "incident")["city"]
    send(world, sheet, change("incident-city", "Wrenport", was=was), device="aa")
    send(world, sheet, change("incident-city", "Marlow", was=was), device="bb")
