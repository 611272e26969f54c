"""Two devices and an instructor at one sheet, in any order, with answers that are lost: no change is lost, none is made twice.

The machine keeps its own small sheet of texts and says beforehand what must become of every change: of fields and entries, of entries
struck and put back, of decisions, of acts that a strict class refuses, of what comes again and in another order. `make explore` takes many
times as many steps as `make test` and says how many.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from epcr.audit import AuditLine
from epcr.people.model import Person
from epcr.review.model import Kind, Step
from epcr.sheet.anchor import Anchor
from epcr.sheet.exam import NO_ABNORMALITY
from epcr.sheet.run_sheet import ENTRY_SLUGS
from epcr.web.merging import sum_of
from epcr.web.pages import context_of
from tests import build
from tests.luck import TIMES, examples
from tests.review.college import give_new_ids

FIELDS = {
    "incident-city": ("Wrenport", "Marlow", "", "Pike"),
    "history-chief_complaint": ("My chest hurts", "I fell", ""),
    "vitals-systolic": ("90", "110", "128", ""),
    "vitals-heart_rate": ("70", "88", ""),
    "interventions-dose": ("324", "81", ""),
}
SIGNS = ("systolic", "heart_rate")
REGIONS = ("chest", "head")
DEVICES = ("aa", "bb")
NUMBERS = count(1)
STEPS = Counter()
# What may come next; a sheet that was opened again is written on as one that was returned.
AFTER = {
    None: (Kind.SUBMITTED,),
    Kind.SUBMITTED: (Kind.RETURNED, Kind.ACCEPTED),
    Kind.RETURNED: (Kind.SUBMITTED,),
    Kind.ACCEPTED: (Kind.REOPENED,),
    Kind.REOPENED: (Kind.SUBMITTED,),
}


def number():
    return f"{next(NUMBERS):032x}"


def entry_of(anchor):
    """The entry of an anchor; the anchor itself in a section that is no list."""
    slug, *rest = anchor.split("-")
    return f"{slug}-{rest[0]}" if slug in ENTRY_SLUGS else slug


@dataclass
class Device:
    """What one device knows: the sum of each field and the text that it stands for; and what it has not seen answered."""

    sums: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    queue: list[dict] = field(default_factory=list)
    sent: list[dict] = field(default_factory=list)


@dataclass
class Waiting:
    """Two values that nobody decided: what was typed, and what a page showed of both with the sum of that."""

    text: str
    seen: str = ""
    beside: str = ""


class Machine(RuleBasedStateMachine):
    """`texts` is what must stand on the sheet, by anchor; `done` what became of each change that arrived."""

    world = None  # set by the test

    def __init__(self):
        super().__init__()
        made = build.sheet(mode="strict")
        give_new_ids(made)
        made.exam = []
        self.basic = made.crew[1].id
        first = {"vitals": made.vitals[0].id, "interventions": made.interventions[0].id}
        self.sheet = self.world.keep(made)
        self.choices = {}
        for name, texts in FIELDS.items():
            slug, of = name.split("-")
            self.choices["-".join(filter(None, (slug, first.get(slug), of)))] = texts
        self.entries = {
            f"{slug}-{entry}": False for slug, entry in first.items()
        }  # each with whether it is struck
        self.normal = {}  # region -> the entry that says so and stands
        self.texts = dict.fromkeys(self.choices, "")
        self.texts = self.stored()
        self.devices = {name: Device() for name in DEVICES}
        for device in DEVICES:
            self.look(device)
        self.done: dict[str, tuple[str, str, str, str]] = {}  # op -> anchor, text, outcome, what stood there
        self.open: dict[str, Waiting] = {}
        self.standing = None
        self.moved = True

    @property
    def closed(self):
        return self.standing not in {None, Kind.RETURNED, Kind.REOPENED}

    def part_and_name(self, anchor):
        read = Anchor.parse(anchor, entry_sections=ENTRY_SLUGS)
        return self.world_sheet.find(read), read.field

    def stored(self):
        self.world_sheet = sheet = self.world.sheet(self.sheet)
        found = {}
        for anchor in self.texts:
            part, name = self.part_and_name(anchor)
            found[anchor] = (
                "".join(part.fields()[name].write(getattr(part, name), sheet.context(part))) if part else ""
            )
        return found

    def count(self, name):
        STEPS[name] += 1

    # --- what is typed
    @rule(device=st.sampled_from(DEVICES))
    def look(self, device):
        """A page is opened: the device knows every field as it stands, but for those of which something waits here."""
        self.count("looks")
        here, stands = self.devices[device], self.stored()
        waits = {change["anchor"] for change in here.queue}
        for anchor, text in stands.items():
            part, name = self.part_and_name(anchor)
            if part is not None and anchor not in waits:
                here.sums[anchor] = sum_of(part, name, context_of(self.world_sheet, part))
                here.texts[anchor] = text

    @rule(device=st.sampled_from(DEVICES), data=st.data())
    def type(self, device, data):
        """Something is typed; it waits on the device."""
        self.count("typed")
        here = self.devices[device]
        anchor = data.draw(st.sampled_from(sorted(here.sums)))
        text = data.draw(st.sampled_from(self.choices[anchor]))
        before = next((one for one in reversed(here.queue) if one["anchor"] == anchor), None)
        was = before["op"] if before else here.sums[anchor]
        stood = before["value"] if before else here.texts[anchor]
        here.queue.append({"op": number(), "anchor": anchor, "value": text, "was": was, "_stood": stood})

    @rule(device=st.sampled_from(DEVICES))
    def make(self, device):
        """A set of vital signs is begun, without anything else on its way there."""
        self.count("entries made")
        entry = f"vitals-{number()}"
        for name, text in zip(SIGNS, ("104", "61"), strict=True):
            anchor = f"{entry}-{name}"
            self.texts[anchor] = ""
            self.choices[anchor] = FIELDS[f"vitals-{name}"]
            self.devices[device].queue.append(
                {"op": number(), "anchor": anchor, "value": text, "was": "", "_stood": ""}
            )

    @rule(device=st.sampled_from(DEVICES), region=st.sampled_from(REGIONS))
    def say_normal(self, device, region):
        """One tap: nothing was found at this region."""
        self.count("regions normal")
        entry = f"exam-{number()}"
        said = {"region": region, "findings": NO_ABNORMALITY[region], "examined_at": "17:20"}
        self.devices[device].queue += [
            {"op": number(), "anchor": f"{entry}-{name}", "value": text, "was": "", "_region": region}
            for name, text in said.items()
        ]

    @rule(device=st.sampled_from(DEVICES))
    def act_beyond_scope(self, device):
        """Somebody documents what a strict class does not save."""
        self.count("acts refused")
        entry = f"interventions-{number()}"
        said = {"item": "iv_access", "performer": self.basic, "performed_at": "17:20"}
        self.devices[device].queue += [
            {"op": number(), "anchor": f"{entry}-{name}", "value": text, "was": "", "_beyond": True}
            for name, text in said.items()
        ]

    @rule(device=st.sampled_from(DEVICES), back=st.booleans(), data=st.data())
    def strike(self, device, back, data):
        """An entry is struck, or put back."""
        self.count("restored" if back else "struck")
        entry = data.draw(st.sampled_from(sorted(self.entries)))
        what = {"restore": True} if back else {"strike": "by mistake"}
        self.devices[device].queue.append({"op": number(), "anchor": entry, "was": "", **what})

    # --- what is sent
    @rule(
        device=st.sampled_from(DEVICES),
        many=st.integers(1, 8),
        lost=st.booleans(),
        twice=st.booleans(),
        data=st.data(),
    )
    def send(self, device, many, lost, twice, data):
        """What waits is sent; the answer may be lost, the same may be sent twice at once, and older ones before it in any order."""
        self.count("messages")
        here = self.devices[device]
        batch = self.batch(here, many)
        again = [change for change in here.sent if change["op"] in self.done]
        replayed = data.draw(st.permutations(again[-4:])) if again else []
        self.passed = {}
        expected = [self.done[change["op"]][2] for change in replayed] + self.become(batch)
        answer = self.post(device, [*replayed, *batch, *(batch if twice else [])])
        assert [one["outcome"] for one in answer["results"]][: len(expected)] == expected
        here.sent += batch
        if lost:
            self.count("answers lost")
        else:
            self.learn(here, batch, answer)

    @staticmethod
    def batch(here, many):
        """The first that wait; an entry is not cut in two, as the page does not."""
        end = min(many, len(here.queue))
        while end < len(here.queue) and entry_of(here.queue[end]["anchor"]) == entry_of(
            here.queue[end - 1]["anchor"]
        ):
            end += 1
        return here.queue[:end]

    def become(self, batch):
        """What must become of each change, by the machine's own sheet; the sheet moves on with it."""
        return [self.becomes(change) for change in batch]

    def becomes(self, change):
        op, anchor = change["op"], change["anchor"]
        if op in self.done:
            return self.done[op][2]
        outcome = "refused" if self.closed or change.get("_beyond") else self.outcome(change)
        if outcome == "refused":
            self.passed[op] = self.passed.get(change["was"], change.get("_stood", ""))
        else:
            stood = self.done[op][3] if op in self.done else ""
            self.done[op] = (anchor, change.get("value", ""), outcome, stood)
        return outcome

    def outcome(self, change):
        if "_region" in change:
            return self.outcome_of_region(change)
        if "strike" in change or "restore" in change:
            struck = "strike" in change
            before, self.entries[change["anchor"]] = self.entries[change["anchor"]], struck
            return "same" if before == struck else "applied"
        return self.outcome_of_text(change)

    def outcome_of_region(self, change):
        entry, region = entry_of(change["anchor"]), change["_region"]
        return "applied" if self.normal.setdefault(region, entry) == entry else "same"

    def outcome_of_text(self, change):
        anchor, text = change["anchor"], change["value"]
        entry = entry_of(anchor)
        if self.entries.get(entry):
            return "refused"
        if change["was"] in self.open and self.done[change["was"]][0] == anchor:
            del self.open[change["was"]]  # who typed on wants the earlier value no more
        if text == self.texts[anchor]:
            return "same"
        self.done[change["op"]] = (anchor, text, "", self.texts[anchor])
        if not self.stands_as(change):
            self.open[change["op"]] = Waiting(text)
            return "contested"
        self.texts[anchor] = text
        if entry != anchor.split("-")[0]:
            self.entries.setdefault(entry, False)
        return "applied"

    def stands_as(self, change):
        was = change["was"]
        before = self.done.get(was)
        if before and before[2] == "contested":
            return False
        return self.passed.get(was, change["_stood"]) == self.texts[change["anchor"]]

    def post(self, device, changes):
        self.moved = True
        visitor = self.world.as_("ruiz")
        token = self.token = (
            getattr(self, "token", None)
            or visitor.open("/").html.find("input", attrs={"name": "csrf_token"})["value"]
        )
        sent = [{key: text for key, text in one.items() if not key.startswith("_")} for one in changes]
        answer = visitor.client.post(
            f"/sheets/{self.sheet}/changes",
            json={"device": device, "changes": sent},
            headers={"X-CSRFToken": token},
        )
        assert answer.status_code == 200, answer.text
        for waiting in answer.json["contested"]:
            here = self.open[waiting["op"]]
            here.seen, here.beside = waiting["knows"], self.texts[waiting["anchor"]]
        return answer.json

    def learn(self, here, batch, answer):
        """The device forgets what the server has, keeps what waits for an open sheet, and lets go of what nothing takes."""
        outcomes = {one["op"]: one["outcome"] for one in answer["results"]}
        kept = []
        for change in batch:
            if outcomes[change["op"]] != "refused":
                continue
            if self.closed:
                kept.append(change)
                continue
            self.count("discarded")
            for other in here.queue:
                if other["was"] == change["op"]:
                    other["was"], other["_stood"] = change["was"], change.get("_stood", "")
        here.queue = kept + here.queue[len(batch) :]
        for prefix, part in answer["parts"].items():
            for name, told in part["was"].items():
                anchor = f"{prefix}-{name}"
                if anchor in self.texts:
                    here.sums[anchor], here.texts[anchor] = told, self.texts[anchor]

    # --- what is decided
    @precondition(lambda self: self.open and not self.closed)
    @rule(
        device=st.sampled_from(DEVICES),
        chosen=st.sampled_from(["typed", "stands"]),
        fresh=st.booleans(),
        data=st.data(),
    )
    def decide(self, device, chosen, fresh, data):
        """Somebody looks at both values and taps one; the page may be an old one."""
        self.count("decisions")
        if fresh:
            self.post(device, [])
        op = data.draw(st.sampled_from(sorted(self.open)))
        anchor, text, _, _ = self.done[op]
        waiting, stands = self.open[op], self.texts[anchor]
        if self.entries.get(entry_of(anchor)):
            outcome = "refused"
        elif text == stands:
            outcome = "same"
        elif waiting.seen and waiting.beside != stands:
            outcome = "refused"
        else:
            outcome = "applied" if chosen == "typed" else "same"
        mine = number()
        answer = self.post(
            device, [{"op": mine, "anchor": anchor, "settles": op, "choose": chosen, "was": waiting.seen}]
        )
        assert [one["outcome"] for one in answer["results"]] == [outcome]
        if outcome == "refused":
            self.count("decisions on what was changed")
            return
        if outcome == "applied":
            self.texts[anchor] = text
        self.done[mine] = (anchor, self.texts[anchor], outcome, stands)
        del self.open[op]

    @rule(data=st.data())
    def step(self, data):
        """It is submitted, returned, accepted, opened again."""
        self.count("steps of review")
        kind = data.draw(st.sampled_from(AFTER[self.standing]))
        login = "ruiz" if kind == Kind.SUBMITTED else "teacher"
        with self.world.database.write(login) as session:
            actor = session.scalars(select(Person).where(Person.login == login)).one()
            session.add(Step(run_sheet_id=self.sheet, kind=kind, actor=actor))
        self.standing = kind

    @invariant()
    def the_sheet_says_what_was_typed(self):
        if not self.moved:
            return  # nothing was sent since
        self.moved = False
        assert self.stored() == self.texts
        sheet = self.world_sheet
        assert {str(part.anchor()) for part in sheet.exam} == set(self.normal.values())
        struck = {
            str(part.anchor()): part.struck
            for part in (*sheet.vitals, *sheet.interventions)
            if str(part.anchor()) in self.entries
        }
        assert struck == self.entries

    def teardown(self):
        with self.world.database.reading() as session:
            lines = session.scalars(
                select(AuditLine).where(AuditLine.run_sheet_id == self.sheet, AuditLine.op.is_not(None))
            ).all()
        by_op = {line.op: line for line in lines}
        assert len(by_op) == len(lines) == len(self.done)
        for op, (anchor, text, outcome, stood) in self.done.items():
            line = by_op[op]
            assert (line.anchor, line.outcome or "applied") == (anchor, outcome)
            if anchor in self.texts:
                assert in_text(line.after) == text
            if outcome == "contested":
                assert in_text(line.before) == stood
        undecided = {waiting["op"] for waiting in self.post("aa", [])["contested"]}
        assert undecided == {
            op
            for op, waiting in self.open.items()
            if waiting.text != self.texts[self.done[op][0]]
            and not self.entries.get(entry_of(self.done[op][0]))
        }


def in_text(content):
    value = json.loads(content or "{}").get("value", "")
    return f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.hypothesis
def test_two_devices_and_an_instructor(lasting_world, capsys):
    Machine.world = lasting_world
    STEPS.clear()
    run_state_machine_as_test(
        Machine, settings=examples(10, settings(stateful_step_count=50, phases=[Phase.generate]))
    )
    assert STEPS["messages"] > STEPS["answers lost"] > 0
    if TIMES:
        by_kind = ", ".join(f"{many} {name}" for name, many in sorted(STEPS.items()))
        with capsys.disabled():
            print(f"\n{STEPS.total()} steps: {by_kind}")  # noqa: T201 - explored, it prints its result
