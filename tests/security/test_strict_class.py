"""A strict class refuses what is beyond scope, whichever way it comes."""

from epcr.checks.verdicts import judging
from epcr.shown import Shown
from epcr.web import verdict_words


def test_an_answer_does_not_leave_an_act_beyond_scope_in_a_strict_class(strict_attack):
    attack = strict_attack
    sheet = attack.world.begin()
    emt = attack.first_crew_member(sheet)
    medic = attack.entry(sheet, "crew", member="Mel Medic", level="Paramedic")
    act = attack.entry(sheet, "interventions", item="naloxone_iv", performer=medic, route="9927023")
    stored = attack.world.sheet(sheet)
    told = verdict_words.as_told(
        stored.part("interventions", act), judging(stored)(stored.part("interventions", act))
    )
    sent = {"kind": "someone_else", "who": emt, "seen": str(Shown.of({"act": told}))}
    answer = attack.post("ruiz", f"/sheets/{sheet}/interventions/{act}/answer", sent)
    assert answer.status_code == 422
    assert "is not in the EMT scope of practice" in answer.text
    stored = attack.world.sheet(sheet).part("interventions", act)
    assert stored.performer == medic
    assert stored.verdict.verdict == "permitted"
