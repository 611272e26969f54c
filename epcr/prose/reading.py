"""A text into sentences with their mentions: it finds what each says, and of what time and by whom it tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Final, Literal, NamedTuple

from epcr.prose import events, given, lexicon, measured, sided
from epcr.prose.acts import act_claims
from epcr.prose.background import background
from epcr.prose.bounds import bounds
from epcr.prose.clock import Clock
from epcr.prose.clocks import TimeClaim, all_times, clocks
from epcr.prose.counted import numbers
from epcr.prose.crew_roles import crew_roles
from epcr.prose.denied_acts import denied_acts
from epcr.prose.drugs import may_be_named
from epcr.prose.examined import examined
from epcr.prose.frames import FrameReader
from epcr.prose.intervals import intervals
from epcr.prose.loose_times import LOOKS, LooseTime, loose_time
from epcr.prose.measure_claim import MeasureClaim
from epcr.prose.mentions import (
    ActMention,
    AllergyMention,
    BackgroundMention,
    BoundMention,
    DrugMention,
    EventMention,
    ExamMention,
    IntervalMention,
    MeasureMention,
    Mention,
    NumberMention,
    PatientMention,
    PersonMention,
    ReadSentence,
    SeenMention,
    SideMention,
    ToldMention,
    WayMention,
)
from epcr.prose.named_acts import SpokenAct, listed_acts, spoken_acts
from epcr.prose.people import people
from epcr.prose.person import AllergyClaim, allergies, listed_allergies, person
from epcr.prose.phases import AFTER, SetPhase, SetPhases
from epcr.prose.plain_acts import PlainActReader
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import NOT_OURS, OF_OTHERS, WordScopes
from epcr.prose.seen import seen
from epcr.prose.spans import SpanReader
from epcr.prose.timing import PlacedMention, timed
from epcr.prose.tokens import TextToken, split, words
from epcr.prose.told import ToldReader
from epcr.prose.ways import ways

Part = Literal["", "situation", "background", "assessment", "recommendation"]

_HISTORY: Final = "history"
_NOW: Final = "now"
_TOLD_IN_HISTORY: Final = frozenset(
    {"onset", "went_odd", "last_known_well", "arrest", "last_dose", "last_oral_intake", "ate"}
)
_OTHERS: Final = frozenset({ScopeKind.SOMEBODY_ELSE})
_LISTS: Final = words("meds medications rx medication")
_NO_FINDING: Final = frozenset({ScopeKind.SOMEBODY_ELSE, ScopeKind.HYPOTHETICAL, ScopeKind.QUOTED})
_ON_SOMEBODY: Final = re.compile(r" (?:on|for|from) (?:him|her|them|both)\b")
_NO_COMPLAINT: Final = NOT_OURS - {ScopeKind.EARLIER}
_NUMBER_SCOPES: Final = {
    "complaint_minutes": _NO_COMPLAINT,
    "their_shocks": frozenset({ScopeKind.HYPOTHETICAL, ScopeKind.QUOTED}),
    "our_shocks": frozenset({ScopeKind.HYPOTHETICAL, ScopeKind.QUOTED}),
    "beers": frozenset({ScopeKind.HYPOTHETICAL, ScopeKind.QUOTED}),
}
_RATES: Final = frozenset({"heart_rate", "respiratory_rate"})
_ALLERGIC: Final = "allergic to "
_ENDS_OF_A_TIME: Final = words("until till")
_AWAKE: Final = frozenset({"consciousness", "orientation", "commands"})
_DAY_BEFORE: Final = words("yesterday")
_NOT_YET: Final = words("will if should eta expected estimated planned unless would may tomorrow yesterday")


def sentences(text: str, part: Part) -> Iterator[ReadSentence]:
    """The sentences of a text that say something."""
    section, told_by_others, act_before = _Section(), False, None
    for tokens, begins in split(text):
        heading, behind = _heading(tokens)
        section = section.after(heading, begins=begins)
        reader = _SentenceReader(
            text, tokens[behind:] or tokens, part, section.here, heading, told_before=section.of_before,
            told_by_others=told_by_others and not begins, act_before=act_before,
        )  # fmt: skip
        told_by_others, act_before = reader.others_tell(), reader.last_act()
        if mentions := reader.mentions():
            yield ReadSentence(reader.text, reader.start, mentions, reader.acts(), reader.clocks())


class _Section(NamedTuple):
    """In which part of a report a sentence stands, by the heading of its paragraph and one further on in its line."""

    of_the_paragraph: str = ""
    of_the_line: str = ""

    def after(self, heading: str, *, begins: bool) -> _Section:
        """Where the next sentence stands, by its heading (empty where it has none) and whether it begins a line."""
        is_history = heading in lexicon.HISTORY_PARTS
        if begins and heading:
            return _Section(_HISTORY if is_history else "")
        if len(heading) > 1:
            return _Section(self.of_the_paragraph, _HISTORY if is_history else _NOW)
        return _Section(self.of_the_paragraph, "" if begins else self.of_the_line)

    @property
    def here(self) -> str:
        return self.of_the_line or self.of_the_paragraph

    @property
    def of_before(self) -> bool:
        return self.of_the_paragraph == _HISTORY and self.of_the_line != _NOW


def _heading(tokens: list[TextToken]) -> tuple[str, int]:
    """The heading that a sentence begins with ("R:", "Past medical history:"), empty where none is, and the place behind it.

    That of allergies is part of what is said: "Allergies: none".
    """
    colon = next((at for at, token in enumerate(tokens[:5]) if token.low == ":"), 0)
    before = tokens[:colon]
    if not before or any(token.kind != "word" and token.low not in {"/", "-"} for token in before):
        return "", 0
    spoken = [token.low for token in before]
    history = next((word for word in spoken if word in lexicon.HISTORY_PARTS), "")
    if history and all(token.kind == "word" for token in before):
        return history, 0 if history.startswith("allerg") else colon + 1
    return (spoken[0], colon + 1) if colon <= 2 and spoken[0] in lexicon.OTHER_PARTS else ("", 0)


class _SentenceReader:
    def __init__(
        self, text: str, tokens: list[TextToken], part: Part, section: str, heading: str, *, told_before: bool, told_by_others: bool,
        act_before: SpokenAct | None,
    ) -> None:  # fmt: skip
        self.tokens = tokens
        self.part = part
        self.act_before = act_before
        self.start, self.end = tokens[0].start, tokens[-1].end
        self.text = text[self.start : self.end]
        self.lower = self.text.lower()
        if len(self.lower) != len(self.text):  # a letter that has no single small one
            self.lower = self.text
        self.spoken = frozenset([token.low for token in tokens])
        self.counts = any(sign.isdigit() for sign in self.lower)
        # Drugs of a list of medications are no drugs that were given; a vital sign is told among the history only in its own part.
        self.in_history = section == _HISTORY or part == "background"
        self.lists = heading in _LISTS
        self.heading = heading
        self.told_before = told_before or part == "background"
        self.carried_on = told_by_others and not self.spoken & lexicon.OF_US
        self.by_others = self._names_others() or self.carried_on

    # whose words

    def _names_others(self) -> bool:
        return self._scopes.any_over(0, len(self.lower), _OTHERS)

    def others_tell(self) -> bool:
        """Whether the next sentence may go on with what somebody else told or did."""
        return self.by_others and (bool(self.spoken & lexicon.TELLS) or not self._names_others())

    def _covered(self, first: int, end: int, kinds: frozenset[ScopeKind] = NOT_OURS) -> bool:
        """Whether a scope takes a stretch of tokens away from this crew and call."""
        start, behind = self._places(first, end)
        return self._scopes.any_over(start - self.start, behind - self.start, kinds)

    def _by_us(self, claim: MeasureClaim) -> bool:
        """Whether a value was measured by this crew on this call."""
        if (
            (self.told_before and not self._is_a_weight_of_now(claim))
            or self.carried_on
            or (self.part == "recommendation" and self.spoken & lexicon.TO_DO)
        ):
            return False
        if self._names_others() and _ON_SOMEBODY.match(
            self.lower, self.tokens[claim.end - 1].end - self.start
        ):
            return False
        if claim.name == "pain" and self._near_words(claim) & lexicon.EARLIER_PAIN:
            return False
        return not self._covered(claim.first, claim.end)

    def _is_a_weight_of_now(self, claim: MeasureClaim) -> bool:
        return claim.name == "weight" and not self._near_words(claim) & lexicon.EARLIER_WEIGHT

    def _near_words(self, claim: MeasureClaim) -> frozenset[str]:
        """The words of the clause in which something stands."""
        begin, end = self._scopes.clause(self.tokens[claim.first].start - self.start)
        return frozenset(self.lower[begin:end].replace(".", " ").split())

    @cached_property
    def _of_an_onset(self) -> events.Around:
        return events.around(self.lower)

    # what is said

    def mentions(self) -> tuple[Mention, ...]:
        """Everything that is said, in the order of the text."""
        placed: list[PlacedMention] = []
        if self.counts:
            measures = measured.measures(self.tokens, self.lower, self.start)
            unbound = self._measures_named - {lexicon.TWINS.get(claim.name, claim.name) for claim in measures}
            placed += [
                PlacedMention(claim.first, claim.end, self._measured(claim, unbound)) for claim in measures
            ]
        if may_be_named(self.spoken):
            drugs = given.drugs(self.tokens, self._around())
            placed += [PlacedMention(claim.first, claim.end, self._given(claim)) for claim in drugs]
        mentions = timed(self.tokens, placed, self._clocks, self._event)
        mentions += self._unbound_of_time()
        mentions += self._bounds()
        mentions += self._listed()
        mentions += self._acts({mention.at.start for mention in mentions if mention.at is not None})
        mentions += self._told()
        mentions += self._intervals()
        mentions += self._people()
        return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))

    @cached_property
    def _measures_named(self) -> frozenset[str]:
        """The measures that the sentence names, with a value or without."""
        names = {lexicon.label_at(self.tokens, at)[0] for at in range(len(self.tokens))}
        names = {lexicon.TWINS.get(name, name) for name in names}
        return frozenset((names | (_RATES if "rate" in self.spoken else set())) - {""})

    def _measured(self, claim: MeasureClaim, unbound: frozenset[str]) -> MeasureMention:
        return MeasureMention(
            *self._places(claim.first, claim.end), name=claim.name, values=claim.values, unit=claim.unit, upto=claim.upto,
            places=claim.places, ours=self._by_us(claim), about=self._about(claim), phase=self._phase(claim),
            may_be=frozenset(lexicon.LABELS_OF) if claim.implied else unbound,
            loose=self._loose_time(*(place - self.start for place in self._places(claim.first, claim.end))),
        )  # fmt: skip

    def _about(self, claim: MeasureClaim) -> float:
        """By how much a value may be off: also "est weight 88 kg", where the word stands before the name."""
        guessed = claim.name == "weight" and bool(self._near_words(claim) & lexicon.GUESSED)
        return claim.about or float(guessed)

    def _phase(self, claim: MeasureClaim) -> SetPhase | None:
        """The set that is meant by a value; none by that from which it fell after an act."""
        phase = self._phase_of(*self._places(claim.first, claim.end))
        fell = phase is not None and phase.when == AFTER and "from" in self._near_claim(claim)
        return None if fell else phase

    def _near_claim(self, claim: MeasureClaim) -> set[str]:
        """The words of a value, and the one before it."""
        return {token.low for token in self.tokens[max(0, claim.first - 1) : claim.end]}

    def _phase_of(self, start: int, end: int) -> SetPhase | None:
        return self._phases.of(start - self.start, end - self.start)

    def _given(self, claim: given.DrugClaim) -> DrugMention:
        dose = claim.dose
        return DrugMention(
            *self._places(claim.first, claim.end), drug=claim.drug.name, items=claim.drug.items,
            dose=dose.amount if dose else None, unit=dose.unit if dose else "", count=dose.times if dose else 1,
            route=claim.route, clearly=claim.clearly, by_others=self.carried_on or self._covered(claim.first, claim.end, OF_OTHERS),
            volume_is_part=claim.in_part,
        )  # fmt: skip

    def _around(self) -> given.Surroundings:
        only_clear = self.in_history or self.part == "recommendation"
        mixed = self.text != self.text.upper()
        return given.Surroundings(self.spoken, self.lower, mixed, only_clear, self._scopes, self.start)

    def _places(self, first: int, end: int) -> tuple[int, int]:
        return self.tokens[first].start, self.tokens[end - 1].end

    def _unbound_of_time(self) -> Iterator[Mention]:
        for side in sided.sides(self.tokens, self.spoken) if sided.may_be_told(self.spoken) else ():
            if self._covered(side.first, side.end, _NO_FINDING):
                continue
            yield SideMention(
                *self._places(side.first, side.end), topic=side.topic, body=side.body, side=side.side
            )
        patient = person(self.lower) if self.counts else None
        if patient is not None and not self._scopes.any_over(patient.start, patient.end, _OTHERS):
            places = self.start + patient.start, self.start + patient.end
            yield PatientMention(
                *places, age=patient.years, unit=patient.unit, sex=patient.sex, about=patient.about
            )
        allergic = allergies(self.lower) or self._allergies_by_letter()
        if allergic is not None:
            yield AllergyMention(
                *self._within(allergic.start, allergic.end), terms=allergic.terms, denied=allergic.denied
            )
        for number in numbers(self.lower):
            if self._scopes.any_over(number.start, number.end, _NUMBER_SCOPES.get(number.what, NOT_OURS)):
                continue
            places = self.start + number.start, self.start + number.end
            yield NumberMention(*places, what=number.what, number=number.number)

    def _allergies_by_letter(self) -> AllergyClaim | None:
        """`A: PCN` in a history, `Sulfa and bee stings, ate a sandwich`."""
        if self.part != "background":
            return None
        if self.heading != "a":
            return listed_allergies(self.lower)
        listed = allergies(_ALLERGIC + self.lower)
        return listed._replace(start=0, end=len(self.lower)) if listed is not None else None

    def _bounds(self) -> Iterator[Mention]:
        """Ends of all values, of this patient on this call."""
        for bound in bounds(self.lower) if self.counts else ():
            if not (self.told_before or self._scopes.any_over(bound.start, bound.end)):
                yield BoundMention(
                    *self._within(bound.start, bound.end),
                    name=bound.name,
                    what=bound.what,
                    number=bound.number,
                )

    def _listed(self) -> Iterator[Mention]:
        """What is told of closed lists."""
        for sight in seen(self.lower, self._scopes):
            yield SeenMention(
                *self._within(sight.start, sight.end),
                topic=sight.topic,
                values=sight.values,
                first=sight.first,
            )
        for way in ways(self.text, self.lower, self._scopes):
            yield WayMention(*self._within(way.start, way.end), topic=way.topic, value=way.value)
        for past in background(self.lower, self._scopes, in_history=self.in_history, lists=self.lists):
            places = self._within(past.start, past.end)
            yield BackgroundMention(*places, topic=past.topic, name=past.name, denied=past.denied)

    def _told(self) -> Iterator[Mention]:
        """What is told of the closed lists of `schemas/told.toml` and of the examination, with the time that stands in its clause."""
        for claim in self._reader.all():
            places = self._places(claim.first, claim.end)
            yield ToldMention(
                *places, at=self._time_near(places[0] - self.start) or self._by_then(claim.topic, places[0] - self.start),
                topic=claim.topic, term=claim.term, denied=claim.denied,
                always=claim.always, phase=self._phase_of(*places),
            )  # fmt: skip
        for exam in examined(self._reader, self._scopes):
            places = self._places(exam.first, exam.end)
            yield ExamMention(
                *places, at=self._time_near(places[0] - self.start), region=exam.region, finding=exam.finding,
                denied=exam.denied, side=exam.side, phase=self._phase_of(*places),
            )  # fmt: skip

    def _time_near(self, place: int) -> Clock | None:
        """The one time of the clause of a place, else the one that begins the sentence; None where there are several."""
        begin, end = self._scopes.clause(place)
        times = [claim for claim in self._all_times if not self._is_an_end(claim)]
        near = [claim for claim in times if begin <= claim.clock.start - self.start < end]
        if not near:
            near = [claim for claim in self._clocks if claim.at <= 1][: len(self._clocks) == 1]
        points = {claim.at: claim.clock for claim in self._clocks}
        return points.get(near[0].at) if len(near) == 1 else None

    def _is_an_end(self, claim: TimeClaim) -> bool:
        """`until about 0728`: a time until which something was so, or since which, and not when."""
        return bool(_ENDS_OF_A_TIME & {token.low for token in self.tokens[max(0, claim.at - 2) : claim.at]})

    def _by_then(self, topic: str, place: int) -> Clock | None:
        """`by 07:18 he was alert`: the time of a look at how awake somebody is, where it begins its clause and nothing was done then."""
        loose = self._loose_time(place, place) if topic in _AWAKE else None
        return loose.clock if loose is not None and loose.by else None

    def _loose_time(self, place: int, last: int) -> LooseTime | None:
        """The time that begins the clause before a place, `at 17:23 her pain was 7`; None where an act or a change lies before `last`."""
        before = [claim for claim in self._all_times if claim.clock.end - self.start <= place]
        if not before or any(act.start < place and not act.items <= LOOKS for act in self._acts_named):
            return None
        claim = before[-1]
        begin, end = claim.clock.start - self.start, claim.clock.end - self.start
        return loose_time(self.lower[:begin], self.lower[end:last], claim.clock)

    def _acts(self, bound: Collection[int]) -> Iterator[Mention]:
        """What is told of acts beside drug and dose; `bound` are the places of the times that belong to something else."""
        times = [
            (claim.clock.start - self.start, claim.clock.end - self.start, claim)
            for claim in self._clocks if not (claim.clock.about or claim.clock.start in bound)
        ]  # fmt: skip
        frames = FrameReader(self.lower, self._acts_named, times, self._scopes)
        claims = [*act_claims(self.lower, self._acts_named, self._scopes), *frames.all(self.act_before)]
        denied = denied_acts(self.lower, self._acts_named, self._scopes)
        plain = PlainActReader(self.lower, self._acts_named, times, self._scopes, self.part).all()
        for claim in (*claims, *denied, *plain):
            other = claim.other
            yield ActMention(
                *self._within(claim.start, claim.end), at=claim.at, name=claim.act.name, items=claim.act.items, aspect=claim.aspect,
                value=claim.value, other=other.items if other else frozenset(), other_name=other.name if other else "",
                which=claim.which,
            )  # fmt: skip

    def _people(self) -> Iterator[Mention]:
        """Who is named in a role."""
        for named in people(self.text, self.lower, self._scopes):
            yield PersonMention(
                *self._within(named.start, named.end),
                role=named.role,
                name=named.name,
                relation=named.relation,
            )
        for claim in crew_roles(self.lower, self._scopes):
            yield PersonMention(*self._within(claim.start, claim.end), role=claim.role, name=claim.who)

    def _intervals(self) -> Iterator[Mention]:
        """How long one thing was behind another."""
        spans = SpanReader(self.lower, self._acts_named, self._scopes).all()
        for claim in (*intervals(self.lower, self._acts_named, self._scopes), *spans):
            yield IntervalMention(
                *self._within(claim.start, claim.end),
                first=claim.first,
                other=claim.other,
                minutes=claim.minutes,
                how=claim.how,
            )

    def acts(self) -> tuple[frozenset[str], ...]:
        """The items of each act that is named."""
        return tuple(act.items for act in self._acts_named)

    def clocks(self) -> tuple[Clock, ...]:
        """The times of the sentence, whatever they are of."""
        return tuple(claim.clock for claim in self._clocks)

    def last_act(self) -> SpokenAct | None:
        """The act that the next sentence may go on from."""
        ours = [act for act in self._acts_named if not self._scopes.any_over(act.start, act.end)]
        return ours[-1] if ours else None

    def _within(self, start: int, end: int) -> tuple[int, int]:
        """A place in the sentence as one in the text."""
        return self.start + start, self.start + end

    @cached_property
    def _clocks(self) -> tuple[TimeClaim, ...]:
        return tuple(clocks(self.tokens)) if self.counts else ()

    @cached_property
    def _all_times(self) -> list[TimeClaim]:
        return all_times(self.tokens) if self.counts else []

    @cached_property
    def _acts_named(self) -> list[SpokenAct]:
        return spoken_acts(self.lower, self.tokens, self.start, listed_acts(self._reader))

    @cached_property
    def _reader(self) -> ToldReader:
        return ToldReader(self.tokens, self._scopes, self.start)

    @cached_property
    def _phases(self) -> SetPhases:
        return SetPhases(self.lower, self._acts_named, self._scopes)

    @cached_property
    def _scopes(self) -> WordScopes:
        return WordScopes(self.lower)

    # times

    def _event(self, claim: TimeClaim) -> EventMention | None:
        """What the words before a time, or behind one that begins the sentence, say that happened then."""
        if not self.spoken & events.TOLD_BY or (self.spoken & _NOT_YET) - _DAY_BEFORE:
            return None
        clock, behind = claim.clock, self.tokens[claim.end - 1].end - self.start
        begin, end = clock.start - self.start, clock.end - self.start
        event = events.before_the_time(
            self.lower[max(0, begin - 100) : begin], self.lower[end : end + 40], self._of_an_onset
        )
        places = clock.start - event.length, clock.end
        if not event.what and claim.at <= 1:
            event = events.behind_the_time(self.lower[behind : behind + 100], self._of_an_onset)
            places = clock.start, self.start + behind + event.length
        if clock.about and event.what not in _TOLD_IN_HISTORY:
            return None
        if (event.what != "last_dose" and self.spoken & _DAY_BEFORE) or (
            event.what == "ate" and not self.in_history
        ):
            return None
        if not event.what or (self.in_history and event.what not in _TOLD_IN_HISTORY):
            return None
        return EventMention(*places, at=clock, what=event.what, unit=event.unit)
