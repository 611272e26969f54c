"""Characters that break databases, on both of them."""

import pytest

from epcr.sheet.run_sheet import RunSheet
from tests.security.attack import Attack

NUL = "a\x00b\x1b[31m\u202ec"


@pytest.fixture
def attack(world_on_either):
    return Attack(world_on_either)


@pytest.mark.parametrize("path", ["incident", "check", "sbar.pdf", "vitals?entry=%00"])
def test_a_nul_in_an_address_is_not_found(attack, path):
    assert attack.world.as_("ruiz").client.get(f"/sheets/%00/{path}").status_code == 404


def test_reasons_and_answers_are_kept_without_what_breaks_a_line(attack):
    sheet = attack.world.begin()
    vitals = attack.entry(sheet, "vitals", taken_at="17:00", systolic="80", remark=NUL)
    emt = attack.first_crew_member(sheet)
    act = attack.entry(sheet, "interventions", item="naloxone_iv", performer=emt, route="9927023")
    answers = f"/sheets/{sheet}/interventions/{act}/answer"
    sent = [
        (f"/sheets/{sheet}/answers", {"anchor": f"vitals-{vitals}-systolic", "source": "plausibility.systolic_below_usual", "text": NUL}),
        (f"/sheets/{sheet}/vitals/{vitals}/strike", {"reason": NUL}),
        (answers, {"kind": "exceeded", "why": NUL}),
        (answers, {"kind": "order_given", "by_whom": NUL, "ordered_at": "17:00", "read_back": "yes"}),
    ]  # fmt: skip
    pages = {"answers": "check", "strike": f"vitals?entry={vitals}", "answer": "interventions"}
    for path, typed in sent:
        page = attack.world.as_("ruiz").open(f"/sheets/{sheet}/{pages[path.rpartition('/')[2]]}")
        hidden = {name: typed[name] for name in ("anchor", "source") if name in typed}
        shown = {"seen": page.seen(path, **hidden)}
        assert attack.post("ruiz", path, {**typed, **shown}).status_code == 303, path
    with attack.world.database.read() as session:
        found = session.get_one(RunSheet, sheet)
        kept = [one.text for one in found.answers]
        kept += [found.part("vitals", vitals).struck_reason, found.part("interventions", act).authorized_by]
    assert kept == ["a b [31mc"] * 4
