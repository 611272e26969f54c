"""The SBAR handoff on paper: always one page, every box in its place whether full or empty.

Where there is more than fits, this is shortened first, and the page says "+3 more, see run sheet" where it was:
1. statements of a box: those longer than two lines to two, from the last to the first; then the optional ones (pain,
   symptoms, normal regions, first look, barriers, substances, who told, condition) are left out, from the last; then the
   others to one line, from the last to the first (a part that the trainee worded is cut at its end);
2. interventions: cells to one line (those first that would be left out first), then equal acts into one row with their
   number and the last time, then the reasons of refusals to one line with level, rule and source, then whole rows: first
   assessing, monitoring, moving and splinting, then what was not given, then other procedures, then medications, last what
   was outside scope, of each the oldest first;
3. items of NOT DOCUMENTED from the last, crew members from the last;
4. the name gets smaller, then stands on two lines; names, the complaint and single cells end with an ellipsis.
The patient line, vital signs, chart, read-back and footer are never shortened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from epcr import checks
from epcr.checks.finding import Finding, Weight
from epcr.checks.sentences import lower
from epcr.checks.then_and_now import rules_of
from epcr.report import lines, style, words
from epcr.report.blocks import BUILDING, Paper
from epcr.report.chart_painter import legend_mark, paint
from epcr.report.fitting import Row, fit
from epcr.report.statements import PARTS, Statement, draft, not_documented
from epcr.report.style import BODY, STRONG, Style
from epcr.report.trend import Trend, trend
from epcr.report.vitals_chart import geometry
from epcr.report.words import NOT_DOCUMENTED, said
from epcr.scores import gcs_total
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary

UNSUBMITTED = frozenset({"draft", "returned"})
LABEL = 59.0  # the column of a statement's label
ROW = 11.2  # a row of a table
GAP_LINES = 2  # of NOT DOCUMENTED; what is missing in the four boxes stands there too
SEE = "see run sheet"

# What stands in a cell of a vital sign that has no value, by its reason.
_WHY = {
    "refused": "refused",
    "unable_to_complete": "unable",
    "not_recorded": "not rec.",
    "not_applicable": "n/a",
    "exam_finding_not_present": "not found",
}


def sbar_pdf(
    run_sheet: RunSheet,
    *,
    paper: str = "letter",
    state_word: str,
    revision: int,
    printed_at: datetime,
    address: str | None = None,
) -> bytes:
    """The handoff as a PDF of one page: the same sheet and options give the same bytes.

    `paper` is `letter` or `a4`; `state_word` a state of review; `printed_at` aware; `address` goes into the QR code, without
    one the sheet's id does. Raises ValueError for an unknown paper.
    """
    if paper not in style.PAPERS:
        message = f"paper is letter or a4, not {paper}"
        raise ValueError(message)
    parts = draft(run_sheet)
    gaps = _gaps(run_sheet, parts)
    with BUILDING:
        page = Paper(
            style.PAPERS[paper],
            title=f"SBAR handoff, training record {run_sheet.number}",
            subject="Training record, not a real patient",
        )
        handoff = _Handoff(page, run_sheet, run_sheet.context())
        handoff.banner(revision)
        handoff.patient(state_word)
        handoff.boxes(parts)
        handoff.vital_signs()
        handoff.interventions()
        handoff.missing(gaps)
        handoff.read_back(address or f"run sheet {run_sheet.id}")
        handoff.notes()
        handoff.footer(revision, printed_at)
        return page.finish()


@dataclass
class _Handoff:
    """The page while it is drawn, from the top down; `y` is the upper edge of what comes next."""

    page: Paper
    run_sheet: RunSheet
    context: Context
    y: float = style.EDGE

    @property
    def left(self) -> float:
        return style.MARGIN

    @property
    def width(self) -> float:
        return self.page.width - 2 * style.MARGIN

    @property
    def spare(self) -> int:
        """How many lines more than Letter the paper has room for."""
        return int((self.page.height - style.LETTER[1]) // ROW)

    # The head

    def banner(self, revision: int) -> None:
        """That this is training, in white on black."""
        height = 17.0
        self.page.fill(self.left, self.y, self.width, height, style.BLACK)
        self.page.write(
            self.left + 6, self.y + 2, "TRAINING RECORD – NOT A REAL PATIENT", style.BANNER, room=330
        )
        told = f"Sheet {self.run_sheet.number} · revision {revision}"
        self.page.write(
            self.left + 340, self.y + 3, told, style.REVERSED, room=self.width - 346, align="right"
        )
        self.y += height + 4

    def patient(self, state_word: str) -> None:
        """The patient line, readable from a meter; the state; complaint, acuity, unit, crew and times."""
        page, sheet = self.page, self.run_sheet
        mark = 112.0
        self._state(state_word, self.left + self.width - mark, mark)
        room = self.width - mark - 10
        name = (
            sheet.patient.name()
            or f"Name {lower(said(sheet.patient, 'last_name', self.context)) or NOT_DOCUMENTED}"
        )
        self._name_and_who(name, self._who(), room)
        self.y += style.NAME.leading + 2
        acuity = f"Acuity: {words.shown(sheet.primary, 'initial_acuity', self.context)}"
        wide = min(lines.width(lines.cut(acuity, style.HEADING, 250), style.HEADING), 250)
        page.write(
            self.left + self.width - wide, self.y + 1.5, acuity, style.HEADING, room=wide + 0.1, align="right"
        )
        complaint = (
            said(sheet.history, "chief_complaint", self.context) or f"Chief complaint {NOT_DOCUMENTED}"
        )
        page.write(self.left, self.y, complaint, style.COMPLAINT, room=self.width - wide - 12)
        self.y += style.COMPLAINT.leading + 1
        self._unit_and_crew()
        page.write(self.left, self.y, self._times(), BODY, room=self.width)
        self.y += BODY.leading + 4

    def _name_and_who(self, name: str, who: str, room: float) -> None:
        """Side by side and as large as both fit; a very long name stands on two lines, before it is cut at all."""
        page = self.page
        page.note_missing(name)
        for size, beside in ((20, 15), (17, 15), (14, 14), (12, 12)):
            how, quiet = replace(style.NAME, size=size), replace(style.WHO, size=beside)
            needed = _one_line(name, how) + 12 + _one_line(who, quiet)
            if needed <= room:
                used = page.write(self.left, self.y, name, how, room=room)
                # Both stand on one baseline, whatever their sizes.
                shift = (
                    (how.leading + how.size) / 2
                    - (quiet.leading + quiet.size) / 2
                    - (0.2 * (how.size - quiet.size))
                )
                page.write(self.left + used + 12, self.y + shift, who, quiet, room=room - used - 12)
                return
        small = Style(size=10.5, leading=11.8, bold=True)
        wide = min(_one_line(who, small), room * 0.5)
        written, _ = lines.first_lines(name, small, room - wide - 12, 2)
        page.set_lines(self.left, self.y, written, small)
        page.write(self.left + room - wide, self.y, who, small, room=wide + 0.1)

    def _state(self, state_word: str, x: float, width: float) -> None:
        word = state_word.strip().lower() or "draft"
        if word in UNSUBMITTED or word == "discarded":
            shown = "DRAFT" if word in UNSUBMITTED else "DISCARDED"
            self.page.frame(x + 1, self.y, width - 2, 22, weight=style.HEAVY)
            how = style.MARK if word in UNSUBMITTED else replace(style.MARK, size=15)
            self.page.write(x + 4, self.y + 1, shown, how, room=width - 8, align="center")
        else:
            self.page.write(x, self.y + 6, word.capitalize(), style.HEADING, room=width, align="right")

    def _who(self) -> str:
        sheet, context = self.run_sheet, self.context
        patient = sheet.patient
        age = words.age(sheet, context)
        told = [age if age != NOT_DOCUMENTED else f"age {NOT_DOCUMENTED}"]
        told.append(
            lower(words.shown(patient, "sex", context))
            if patient.sex
            else f"sex {lower(said(patient, 'sex', context)) or NOT_DOCUMENTED}"
        )
        weight = words.shown(patient, "weight", context)
        told.append(
            weight
            if patient.weight is not None
            else f"weight {weight if weight == NOT_DOCUMENTED else lower(weight)}"
        )
        if told[1:] == [f"sex {NOT_DOCUMENTED}", f"weight {NOT_DOCUMENTED}"] and age == NOT_DOCUMENTED:
            return f"Age, sex, weight {NOT_DOCUMENTED}"
        return " · ".join(told)

    def _unit_and_crew(self) -> None:
        unit = said(self.run_sheet.incident, "unit", self.context) or f"Unit {NOT_DOCUMENTED}"
        used = self.page.write(self.left, self.y, unit, STRONG, room=130)
        crew = [words.member(one, self.run_sheet) for one in self.run_sheet.entries("crew")]
        room = self.width - used - 8
        self.page.note_missing(" ".join(crew))
        told = _as_many(crew, lambda text: lines.fits(text, BODY, room)) if crew else f"Crew {NOT_DOCUMENTED}"
        self.page.write(self.left + used + 8, self.y, told, BODY, room=room)
        self.y += BODY.leading

    def _times(self) -> str:
        incident, customs = self.run_sheet.incident, self.context.customs
        told = []
        for name, word in (
            ("call_received", "call"),
            ("on_scene", "on scene"),
            ("at_patient", "at patient"),
            ("left_scene", "left"),
            ("at_destination", "arrived"),
            ("transfer_of_care", "care transferred"),
            ("cancelled", "cancelled"),
        ):
            moment = getattr(incident, name)
            if moment is not None:
                told.append((word, moment))
        if not told:
            return f"Call times {NOT_DOCUMENTED}"
        day = f"{customs.day:%m/%d/%Y}" if customs.day else ""
        exact = " · ".join([day, *(f"{word} {_clock(moment, customs)}" for word, moment in told)])
        if lines.fits(exact, BODY, self.width):
            return exact
        return " · ".join([day, *(f"{word} {_clock(moment, customs)[:5]}" for word, moment in told)])

    # The four boxes

    def boxes(self, parts: dict[str, list[Statement]]) -> None:
        """Situation and background, below them assessment and recommendation."""
        width = (self.width - style.GAP) / 2
        more = min(2, self.spare)
        for pair, capacity in ((PARTS[:2], 9 + (more > 0)), (PARTS[2:], 10 + (more > 1))):
            height = 16 + capacity * BODY.leading + 4
            for number, part in enumerate(pair):
                self._box(
                    part, parts[part], self.left + number * (width + style.GAP), width, height, capacity
                )
            self.y += height + style.GAP

    def _box(
        self, part: str, statements: Sequence[Statement], x: float, width: float, height: float, capacity: int
    ) -> None:
        page = self.page
        worded = getattr(self.run_sheet.handoff, part)
        label = 0.0 if worded else LABEL
        rows = (
            [Row("", worded)]
            if worded
            else [
                Row(one.label, one.words, one.missing or one.label == "Scope", one.optional)
                for one in statements
                if not one.shown_in
            ]
        )
        inner = width - 2 * style.PAD - 2
        fitted = fit(rows, BODY, STRONG, inner - label, capacity)
        for row in rows:
            page.note_missing(row.words)
        page.frame(x, self.y, width, height)
        page.fill(x, self.y, 17, 15, style.BLACK)
        page.rules([(x, self.y + 15, x + width, self.y + 15)], gray=style.BLACK)
        page.frame(x, self.y, width, height)
        page.write(x, self.y, part[0].upper(), style.LETTER_OF_PART, room=17, align="center")
        page.write(x + 22, self.y + 1, part.capitalize(), style.HEADING, room=100)
        origin = "as worded by the trainee" if worded else "drafted from the sheet"
        page.write(
            x + 110,
            self.y + 2.4,
            fitted.shortened or origin,
            STRONG if fitted.shortened else BODY,
            room=width - 114,
            align="right",
        )
        y = self.y + 17.5
        for one in fitted.rows:
            if one.row.label:
                page.write(x + style.PAD + 1, y, one.row.label, STRONG, room=label - 3)
            page.set_lines(x + style.PAD + 1 + label, y, one.written, STRONG if one.row.strong else BODY)
            y += len(one.written) * BODY.leading

    # Vital signs and chart

    def vital_signs(self) -> None:
        """First, worst and last beside the trend chart."""
        page = self.page
        course = trend(self.run_sheet)
        widths = (73.0, 54.0, 54.0, 54.0, 47.0)
        table = sum(widths)
        page.write(self.left, self.y, "Vital signs", style.HEADING, room=80)
        page.write(self.left + 62, self.y + 1.6, f"worst: {course.rule}", BODY, room=table - 62)
        top = self.y + 14
        xs = [self.left + sum(widths[:number]) for number in range(len(widths))]
        measures = _measures(self.context, course)
        height = 2 * BODY.leading + 3 + len(measures) * ROW + 2
        page.frame(xs[2] + 1, top + 0.8, widths[2] - 1, height - 1.6)
        for number, (name, one) in enumerate(
            (("First", course.first), ("Worst", course.worst), ("Last", course.last)), start=1
        ):
            page.write(xs[number], top + 1, name, STRONG, room=widths[number] - 4, align="right")
            time = _clock(one.taken_at, self.context.customs) if one and one.taken_at else "–"
            page.write(
                xs[number], top + 1 + BODY.leading, time, STRONG, room=widths[number] - 4, align="right"
            )
        page.write(xs[4] + 4, top + 1, "Trend", STRONG, room=widths[4] - 4)
        page.write(xs[4] + 4, top + 1 + BODY.leading, "first–last", BODY, room=widths[4] - 4)
        y = top + 2 * BODY.leading + 3
        page.rules([(self.left, top, self.left + table, top)])
        segments = []
        for measure in measures:
            segments.append((self.left, y + 0.3, self.left + table, y + 0.3))
            used = page.write(xs[0], y, measure.label, STRONG, room=widths[0] - 2)
            page.write(xs[0] + used + 3, y, measure.unit, BODY, room=max(0.0, widths[0] - used - 5))
            cells = [measure.cell(one) if one else "–" for one in (course.first, course.worst, course.last)]
            if measure.core and not any(measure.has(one) for one in self.run_sheet.entries("vitals")):
                page.write(xs[1], y, NOT_DOCUMENTED, STRONG, room=3 * widths[1] - 4, align="center")
            else:
                for number, cell in enumerate(cells, start=1):
                    page.write(xs[number], y, cell, BODY, room=widths[number] - 4, align="right")
            page.write(xs[4] + 4, y, measure.direction(course), STRONG, room=widths[4] - 4)
            y += ROW
        page.rules(segments, gray=style.HAIR, weight=0.35)
        page.rules([(self.left, top + height, self.left + table, top + height)])
        self._chart(self.left + table + 10, self.width - table - 10, height + 14)
        self.y = top + height + style.GAP

    def _chart(self, x: float, width: float, height: float) -> None:
        chart = geometry(self.run_sheet, width=width, height=height - 14, size=style.SMALLEST)
        self.page.write(x, self.y, "Trend", style.HEADING, room=40)
        note = chart.note if chart.timed else ""
        self.page.write(x + 34, self.y + 1.6, note, BODY, room=max(0.0, width - 34 - 112))
        legend = x + width - 112
        legend_mark(self.page, legend + 4, self.y + 7.2, "medication")
        self.page.write(legend + 10, self.y + 1.6, "medication", BODY, room=54)
        legend_mark(self.page, legend + 66, self.y + 7.2, "procedure")
        self.page.write(legend + 70, self.y + 1.6, "procedure", BODY, room=42)
        paint(self.page, chart, x, self.y + 14)

    # Interventions

    def interventions(self) -> None:
        """Time, what and how, who, response and verdict; refused acts with level, rule and source."""
        page = self.page
        share = self.width - 47 - 82 - 106
        widths = (47.0, share * 0.63, share * 0.37, 82.0, 106.0)
        xs = [self.left + sum(widths[:number]) for number in range(5)]
        page.rules(
            [(self.left, self.y + 14.5, self.left + self.width, self.y + 14.5)],
            gray=style.BLACK,
            weight=style.FRAME,
        )
        page.write(
            self.left + 3, self.y + 0.5, "Interventions", style.HEADING, room=widths[0] + widths[1] - 6
        )
        for number, name in ((2, "by"), (3, "response"), (4, "scope")):
            page.write(xs[number], self.y + 2, name, STRONG, room=widths[number] - 4)
        self.y += 15.5
        capacity = int((self._floor() - 3 - self.y) // ROW)
        acts = self.run_sheet.entries("interventions")
        if not acts:
            page.write(self.left + 3, self.y, f"Interventions {NOT_DOCUMENTED}", STRONG, room=self.width - 6)
        else:
            shown, hidden = _fit_acts(
                [_act(one, self.run_sheet, self.context) for one in acts], widths, capacity
            )
            y = self.y
            for row in shown:
                if row.act.refused:
                    page.fill(self.left, y - 0.3, 2.5, row.height * ROW - 1, style.BLACK)
                for piece in row.pieces:
                    page.set_lines(self.left + piece.x, y + piece.line * ROW, (piece.text,), piece.how)
                y += row.height * ROW
                page.rules(
                    [(self.left, y - 0.2, self.left + self.width, y - 0.2)], gray=style.HAIR, weight=0.35
                )
            if hidden:
                page.write(self.left + 5, y, _hidden_acts(hidden), STRONG, room=self.width - 10)
            for act in acts:
                page.note_missing(f"{words.item(act, self.context)} {words.performer(act, self.context)}")
        self.y = self._floor()

    def _floor(self) -> float:
        """Where the interventions end and what always stands at the foot begins."""
        several = BODY.leading if len(self.judged_by) > 1 else 0
        return self.page.height - style.EDGE - _FOOT - several

    # The foot

    def missing(self, gaps: Sequence[str]) -> None:
        """What is not documented, in one box that is there even when nothing is missing."""
        page = self.page
        height = GAP_LINES * BODY.leading + 6
        page.frame(self.left, self.y, self.width, height, weight=1.4)
        page.write(self.left + 6, self.y + 3, NOT_DOCUMENTED, STRONG, room=84)
        room = self.width - 98
        if gaps:
            told = _as_many(
                gaps, lambda text: len(list(lines.wrap(text, BODY, room))) <= GAP_LINES, between=" · "
            )
            written, _ = lines.first_lines(told, BODY, room, GAP_LINES)
        else:
            written = ["Everything that a handoff asks for is documented."]
        page.set_lines(self.left + 90, self.y + 3, written, BODY)
        self.y += height + 6

    def read_back(self, content: str) -> None:
        """Lines to write on, and the QR code."""
        page = self.page
        code = 52.0
        right = self.left + self.width - code - 8
        base = self.y + 10
        page.write(self.left, base - 10, "Read back", STRONG, room=60)
        page.rules(
            [(self.left + 52, base + 1, right, base + 1), (self.left, base + 18, right, base + 18)],
            gray=style.BLACK,
        )
        name, at = self.left + 62, right - 96
        page.write(self.left, base + 25, "Received by", STRONG, room=62)
        page.write(at, base + 25, "at", STRONG, room=14)
        page.rules(
            [(name, base + 36, at - 6, base + 36), (at + 14, base + 36, right, base + 36)], gray=style.BLACK
        )
        page.qr(self.left + self.width - code, self.y - 3, code, content)
        self.y += 50

    def notes(self) -> None:
        """Which characters are drawn otherwise than they are written, or not at all: two lines that are there even when empty."""
        page = self.page
        if page.unshaped:
            told = f"{words.listed(list(page.unshaped))} stands letter by letter here; its letters are not joined as in writing."
            page.write(self.left, self.y, told, BODY, room=self.width)
        if page.without_font:
            named = [f"U+{ord(one):04X}" for one in page.without_font]
            lead = "Characters without a font, named in brackets: "
            told = _as_many(named, lambda text: lines.fits(lead + text, BODY, self.width))
            page.write(self.left, self.y + BODY.leading, lead + told, BODY, room=self.width)
        self.y += 2 * BODY.leading + 1

    def footer(self, revision: int, printed_at: datetime) -> None:
        """What this paper is, so that it can be found again."""
        self.page.rules([(self.left, self.y, self.left + self.width, self.y)])
        sheet, printed = (
            f"Sheet {self.run_sheet.id} · revision {revision}",
            self.context.customs.stamp(printed_at),
        )
        rules = self.judged_by
        one = f"{sheet} · ruleset {rules[0]} · printed {printed}"
        told = one if len(rules) == 1 else f"{sheet} · printed {printed}"
        self.page.write(self.left, self.y + 2, told, BODY, room=self.width)
        if len(rules) > 1:
            lead = "Judged by the rulesets "
            told = lead + _as_many(rules, lambda text: lines.fits(lead + text, BODY, self.width))
            self.page.write(self.left, self.y + 2 + BODY.leading, told, BODY, room=self.width)

    @cached_property
    def judged_by(self) -> list[str]:
        """The rulesets, with their versions, by which the acts on this paper were judged; else the one that would judge them."""
        acts = self.run_sheet.entries("interventions")
        judged = [words.judged(act, self.run_sheet) for act in acts if act.item is not None]
        return rules_of(judged) or [self.run_sheet.ruleset]


# Heights of what stands at the foot: NOT DOCUMENTED, read-back, notes, footer.
_FOOT = (GAP_LINES * BODY.leading + 6 + 6) + 50 + (2 * BODY.leading + 1) + 13


# Vital signs


@dataclass(frozen=True)
class _Measure:
    """A row of the vital signs. `core` ones are expected in every set."""

    label: str
    unit: str
    field: str
    written: Callable[[VitalSigns], str]
    number: Callable[[VitalSigns], float | None]
    core: bool = False

    def cell(self, one: VitalSigns) -> str:
        """The value, why there is none, or a dash."""
        return self.written(one) or _WHY.get(one.why(self.field), "") or ("not doc." if self.core else "–")

    def has(self, one: VitalSigns) -> bool:
        """Whether a set documents it."""
        return bool(self.written(one)) or one.documented(self.field)

    def direction(self, course: Trend) -> str:
        """From the first set to the last, as an arrow and a number."""
        if course.first is None or course.last is None or course.first is course.last:
            return ""
        before, after = self.number(course.first), self.number(course.last)
        if before is None or after is None:
            return ""
        change = after - before
        if round(change, 1) == 0:
            return "→ same"
        return f"{'↑' if change > 0 else '↓'} {abs(change):.1f}".removesuffix(".0")


def _measures(context: Context, course: Trend) -> list[_Measure]:
    """The rows: always the same ones, in the same places."""
    customs = context.customs
    sets = [one for one in (course.first, course.worst, course.last) if one is not None]
    carbon = next((said(one, "etco2_unit", context) for one in sets if one.etco2_unit), "mmHg")
    return [
        _Measure("BP", "mmHg", "systolic", _pressure, lambda one: one.systolic, core=True),
        _Measure(
            "Heart rate",
            "/min",
            "heart_rate",
            lambda one: _bare(one, "heart_rate", context),
            lambda one: one.heart_rate,
            core=True,
        ),
        _Measure(
            "Resp. rate",
            "/min",
            "respiratory_rate",
            lambda one: _bare(one, "respiratory_rate", context),
            lambda one: one.respiratory_rate,
            core=True,
        ),
        _Measure(
            "SpO2", "%", "spo2", lambda one: _bare(one, "spo2", context), lambda one: one.spo2, core=True
        ),
        _Measure("GCS", "E-V-M", "gcs_eye", _coma, _coma_total, core=True),
        _Measure("Pain", "of 10", "pain", lambda one: _bare(one, "pain", context), lambda one: one.pain),
        _Measure("EtCO2", carbon, "etco2", lambda one: _bare(one, "etco2", context), lambda one: one.etco2),
        _Measure(
            "Glucose",
            customs.glucose,
            "glucose",
            lambda one: _bare(one, "glucose", context),
            lambda one: _here(one.glucose, "glucose", customs),
        ),
        _Measure(
            "Temp.",
            customs.temperature,
            "temperature",
            lambda one: _bare(one, "temperature", context),
            lambda one: _here(one.temperature, "temperature", customs),
        ),
    ]


def _bare(one: VitalSigns, name: str, context: Context) -> str:
    """The number in the class's unit, without it."""
    return "".join(one.fields()[name].write(getattr(one, name), context))


def _here(value: float | str | None, quantity: str, customs: Customs) -> float | None:
    return None if value is None or isinstance(value, str) else customs.from_standard(value, quantity)


def _pressure(one: VitalSigns) -> str:
    if one.systolic is None and one.diastolic is None:
        return ""
    return (
        f"{'–' if one.systolic is None else one.systolic}/{'–' if one.diastolic is None else one.diastolic}"
    )


def _coma(one: VitalSigns) -> str:
    total = _coma_total(one)
    parts = "-".join(code or "?" for code in (one.gcs_eye, one.gcs_verbal, one.gcs_motor))
    return "" if parts == "?-?-?" else parts if total is None else f"{parts} = {total:.0f}"


def _coma_total(one: VitalSigns) -> float | None:
    return gcs_total(one.gcs_eye, one.gcs_verbal, one.gcs_motor)


# Interventions

# Categories of the catalog whose procedures a receiving clinician misses least.
_LIGHT = frozenset({"Assessment and vital signs", "Moving and handing over", "Splinting and spine", "Other"})
_LOOKING = frozenset({"acquire", "interpret", "monitor"})  # what is done with it


@dataclass(frozen=True)
class _Act:
    """An intervention in the words of its row."""

    time: str
    name: str
    how: str
    by: str
    response: str
    verdict: str
    reason: str
    grounds: str
    kind: str
    light: bool
    given: bool
    times: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(self.reason)

    @property
    def weight(self) -> int:
        """What is left out last weighs most."""
        if self.refused:
            return 4
        if not self.given:
            return 1
        return 3 if self.kind == "medication" else 0 if self.light else 2

    @property
    def key(self) -> tuple[str, ...]:
        """What equal acts have in common."""
        return (self.name, self.how, self.by, self.response, self.verdict, self.reason)

    @property
    def detail(self) -> str:
        """How it was done, and when else."""
        repeated = f"×{len(self.times)}, last {self.times[-1]}" if len(self.times) > 1 else ""
        return ", ".join(part for part in (self.how, repeated) if part)


@dataclass(frozen=True)
class _Piece:
    """Text in a cell: how far to the right, on which line, in which style."""

    x: float
    line: int
    text: str
    how: Style


@dataclass(frozen=True)
class _Laid:
    """An act as a row: its pieces from the left edge of the table, and how many lines it takes."""

    act: _Act
    pieces: tuple[_Piece, ...]
    height: int


def _act(act: Intervention, run_sheet: RunSheet, context: Context) -> _Act:
    name, how = words.item(act, context), words.detail(act, context)
    by, response = words.performer(act, context), ""
    if act.given:
        response = lower(said(act, "response", context)) or NOT_DOCUMENTED
        wrong = [code for code in act.complications or () if code != "no_complication"]
        if wrong:
            response += "; " + ", ".join(lower(vocabulary("complication").label(code)) for code in wrong)
    elif act.item:
        how = f"NOT GIVEN: {lower(vocabulary('reason').label(act.why('item')))}"
    time = _clock(act.performed_at, context.customs) if act.performed_at else "no time"
    told = words.judged(act, run_sheet)
    row = catalog().rows.get(act.item or "")
    light = row is not None and (row.category in _LIGHT or row.mode in _LOOKING)
    return _Act(
        time,
        name,
        how,
        by,
        response,
        words.verdict(told),
        words.explanation(told),
        words.grounds(told),
        act.kind,
        light,
        act.given,
        (time,),
    )


def _fit_acts(acts: Sequence[_Act], widths: Sequence[float], capacity: int) -> tuple[list[_Laid], list[_Act]]:
    """The rows that fit into so many lines, in the order of time, and the acts left out."""
    rows = [_row(act, widths, 2, 2) for act in acts]
    _one_line_each(rows, widths, capacity)
    for reason_lines in (2, 1):
        if sum(row.height for row in rows) > capacity:
            rows = [_row(act, widths, 1, reason_lines) for act in _gathered(acts)]
    if sum(row.height for row in rows) <= capacity:
        return rows, []
    kept = set(range(len(rows)))
    used = sum(row.height for row in rows)
    for number in sorted(kept, key=lambda number: (rows[number].act.weight, number)):
        if used <= capacity - 1:
            break
        kept.remove(number)
        used -= rows[number].height
    return [row for number, row in enumerate(rows) if number in kept], [
        row.act for number, row in enumerate(rows) if number not in kept
    ]


def _one_line_each(rows: list[_Laid], widths: Sequence[float], capacity: int) -> None:
    """Cut cells to one line, those that weigh least first, until the rows fit."""
    for number in sorted(range(len(rows)), key=lambda number: (rows[number].act.weight, number)):
        if sum(row.height for row in rows) <= capacity:
            return
        rows[number] = _row(rows[number].act, widths, 1, 2)


def _row(act: _Act, widths: Sequence[float], cell_lines: int, reason_lines: int) -> _Laid:
    pieces = [_Piece(5, 0, act.time, BODY), *_what(act, widths[0], widths[1] - 5, cell_lines)]
    x = widths[0] + widths[1]
    for text, room, how in (
        (act.by, widths[2], BODY),
        (act.response, widths[3], STRONG if act.response == NOT_DOCUMENTED else BODY),
        (act.verdict, widths[4], STRONG if act.refused else BODY),
    ):
        written, _ = lines.first_lines(text, how, room - 4, cell_lines)
        pieces += [_Piece(x, number, line, how) for number, line in enumerate(written)]
        x += room
    height = 1 + max(piece.line for piece in pieces)
    if act.reason:
        reasons, _ = lines.first_lines(
            act.reason if reason_lines > 1 else act.grounds, BODY, sum(widths[1:]) - 5, reason_lines
        )
        pieces += [_Piece(widths[0], height + number, line, BODY) for number, line in enumerate(reasons)]
        height += len(reasons)
    return _Laid(act, tuple(pieces), height)


def _what(act: _Act, x: float, room: float, cell_lines: int) -> list[_Piece]:
    """The item in bold and how it was done: on one line where there is room, else below it, else cut."""
    name, detail = lines.cut(act.name, STRONG, room), act.detail
    used = lines.width(name, STRONG) + 4
    if not detail:
        return [_Piece(x, 0, name, STRONG)]
    if used < room and lines.fits(detail, BODY, room - used):
        return [_Piece(x, 0, name, STRONG), _Piece(x + used, 0, lines.cut(detail, BODY, room - used), BODY)]
    if cell_lines > 1:
        written, _ = lines.first_lines(detail, BODY, room, cell_lines - 1)
        return [
            _Piece(x, 0, name, STRONG),
            *(_Piece(x, 1 + number, line, BODY) for number, line in enumerate(written)),
        ]
    name = lines.cut(
        act.name, STRONG, max(room * 0.45, room - 4 - lines.width(lines.cut(detail, BODY, room), BODY))
    )
    used = lines.width(name, STRONG) + 4
    return [_Piece(x, 0, name, STRONG), _Piece(x + used, 0, lines.cut(detail, BODY, room - used), BODY)]


def _gathered(acts: Sequence[_Act]) -> list[_Act]:
    """Equal acts in one, with all their times."""
    found: dict[tuple[str, ...], _Act] = {}
    for act in acts:
        earlier = found.get(act.key)
        found[act.key] = replace(earlier, times=(*earlier.times, act.time)) if earlier else act
    return list(found.values())


def _hidden_acts(hidden: Sequence[_Act]) -> str:
    total = sum(len(act.times) for act in hidden)
    told = []
    for word, wanted in (
        ("medication", [one for one in hidden if one.kind == "medication"]),
        ("outside scope", [one for one in hidden if one.refused]),
    ):
        number = sum(len(act.times) for act in wanted)
        if number:
            told.append(f"{number} {word}{'s' if number > 1 and word == 'medication' else ''}")
    return f"+{total} more{', of them ' + ', '.join(told) if told else ''}, {SEE}"


# Pieces


def _gaps(run_sheet: RunSheet, parts: dict[str, list[Statement]]) -> list[str]:
    """What is not documented: first what a handoff asks for, then what the sheet itself still needs."""
    named = not_documented(run_sheet, parts)
    known = {anchor for one in named for anchor in one.anchors}
    handoff = [one.label if number == 0 else lower(one.label) for number, one in enumerate(named)]
    needed = [
        _needed(one)
        for one in checks.findings(run_sheet)
        if one.weight is Weight.MISSING and one.anchor not in known
    ]
    return [*handoff, *needed]


def _needed(finding: Finding) -> str:
    """What a sheet still needs: the field's name where it stands once, else the whole sentence."""
    anchor = finding.anchor
    if anchor.entry or not anchor.field:
        return finding.message
    return lower(BY_SLUG[anchor.section].fields()[anchor.field].label)


def _one_line(text: str, how: Style) -> float:
    return lines.width(lines.cut(text, how, 1e6), how)


def _as_many(items: Sequence[str], fits: Callable[[str], bool], between: str = ", ") -> str:
    """As many items as fit, and how many more there are."""
    if fits(between.join(items)):
        return between.join(items)
    low, high = 0, len(items) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if fits(_with_more(items, middle, between)):
            low = middle
        else:
            high = middle - 1
    return _with_more(items, max(low, 1), between)


def _with_more(items: Sequence[str], shown: int, between: str) -> str:
    hidden = len(items) - shown
    return between.join([*items[:shown], f"+{hidden} more, {SEE}"]) if hidden else between.join(items)


def _clock(moment: datetime, customs: Customs) -> str:
    """`17:05`, `17:04:58`, and `00:10+1d` on the day after the day of the call."""
    local = customs.local(moment)
    days = (local.date() - customs.day).days if customs.day else 0
    if days:
        return f"{local:%H:%M}{days:+}d" if abs(days) < 100 else f"{local:%m/%d/%y}"
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
