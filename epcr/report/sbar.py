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
from epcr.report.act_rows import act_row, fit_acts, hidden_acts
from epcr.report.blocks import BUILDING, Paper
from epcr.report.chart_painter import legend_mark, paint
from epcr.report.fitting import Row, fit
from epcr.report.measures import Measure, measures
from epcr.report.statements import PARTS, Statement, draft, not_documented
from epcr.report.style import BODY, STRONG, Style
from epcr.report.trend import Trend, trend
from epcr.report.vitals_chart import geometry
from epcr.report.words import NOT_DOCUMENTED, SEE, SUBJECT, TRAINING, clock, said
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import BY_SLUG, RunSheet

UNSUBMITTED = frozenset({"draft", "returned"})
LABEL = 59.0  # the column of a statement's label
ROW = 11.2  # a row of a table
GAP_LINES = 2  # of NOT DOCUMENTED; what is missing in the four boxes stands there too


def sbar_pdf(
    run_sheet: RunSheet,
    *,
    paper: str = "letter",
    state_word: str,
    revision: int,
    printed_at: datetime,
    address: str | None = None,
    tagged: bool = True,
) -> bytes:
    """The handoff as a PDF of one page: the same sheet and options give the same bytes.

    `paper` is `letter` or `a4`; `state_word` a state of review; `printed_at` aware; `address` goes into the QR code, without
    one the sheet's id does. `tagged` says what each piece is (PDF/UA-1, PDF/A-2a). Raises ValueError for an unknown paper.
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
            subject=SUBJECT,
            tagged=tagged,
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

    def heading(self, text: str, x: float, y: float, room: float) -> float:
        """A heading of the page, and its place in the outline. Returns its width."""
        self.page.bookmark(text, y, level=1)
        with self.page.element("H2"):
            return self.page.write(x, y, text, style.HEADING, room=room)

    # The head

    def banner(self, revision: int) -> None:
        """That this is training, in white on black."""
        told = f"Sheet {self.run_sheet.number} · revision {revision}"
        self.page.band(TRAINING, room=330, said=told)
        self.y += style.BAND + 4

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
        page.bookmark(name, self.y)
        with page.element("H1"):
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
        with self.page.element("P"):
            self._crew(unit)
        self.y += BODY.leading

    def _crew(self, unit: str) -> None:
        used = self.page.write(self.left, self.y, unit, STRONG, room=130)
        crew = [words.member(one, self.run_sheet) for one in self.run_sheet.entries("crew")]
        room = self.width - used - 8
        self.page.note_missing(" ".join(crew))
        told = _as_many(crew, lambda text: lines.fits(text, BODY, room)) if crew else f"Crew {NOT_DOCUMENTED}"
        self.page.write(self.left + used + 8, self.y, told, BODY, room=room)

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
        exact = " · ".join([day, *(f"{word} {clock(moment, customs)}" for word, moment in told)])
        if lines.fits(exact, BODY, self.width):
            return exact
        return " · ".join([day, *(f"{word} {clock(moment, customs)[:5]}" for word, moment in told)])

    # The four boxes

    def boxes(self, parts: dict[str, list[Statement]]) -> None:
        """Situation and background, below them assessment and recommendation."""
        width = (self.width - style.GAP) / 2
        more = min(2, self.spare)
        for pair, capacity in ((PARTS[:2], 9 + (more > 0)), (PARTS[2:], 10 + (more > 1))):
            height = 16 + capacity * BODY.leading + 4
            for number, part in enumerate(pair):
                x = self.left + number * (width + style.GAP)
                with self.page.element("Sect"):
                    self._box(part, parts[part], x, width, height, capacity)
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
        with page.artifact():  # the title says it again
            page.write(x, self.y, part[0].upper(), style.LETTER_OF_PART, room=17, align="center")
        self.heading(part.capitalize(), x + 22, self.y + 1, 100)
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
            with page.element("P"):
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
        self.heading("Vital signs", self.left, self.y, 80)
        page.write(self.left + 62, self.y + 1.6, f"worst: {course.rule}", BODY, room=table - 62)
        top = self.y + 14
        xs = [self.left + sum(widths[:number]) for number in range(len(widths))]
        rows = measures(self.context, course)
        height = 2 * BODY.leading + 3 + len(rows) * ROW + 2
        page.frame(xs[2] + 1, top + 0.8, widths[2] - 1, height - 1.6)
        page.rules([(self.left, top, self.left + table, top)])
        first = top + 2 * BODY.leading + 3
        with page.element("Table"):
            self._times_of_sets(course, xs, widths, top + 1)
            for number, measure in enumerate(rows):
                with page.element("TR"):
                    self._measure(measure, course, xs, widths, first + number * ROW)
        page.rules(
            [
                (self.left, first + number * ROW + 0.3, self.left + table, first + number * ROW + 0.3)
                for number in range(len(rows))
            ],
            gray=style.HAIR,
            weight=0.35,
        )
        page.rules([(self.left, top + height, self.left + table, top + height)])
        self._chart(self.left + table + 10, self.width - table - 10, height + 14)
        self.y = top + height + style.GAP

    def _times_of_sets(self, course: Trend, xs: Sequence[float], widths: Sequence[float], y: float) -> None:
        page, below = self.page, y + BODY.leading
        with page.element("TR"):
            with page.element("TH", scope="Column"):
                pass
            for number, (name, one) in enumerate(
                (("First", course.first), ("Worst", course.worst), ("Last", course.last)), start=1
            ):
                room = widths[number] - 4
                time = clock(one.taken_at, self.context.customs) if one and one.taken_at else "–"
                with page.element("TH", scope="Column"):
                    page.write(xs[number], y, name, STRONG, room=room, align="right")
                    page.write(xs[number], below, time, STRONG, room=room, align="right")
            with page.element("TH", scope="Column"):
                page.write(xs[4] + 4, y, "Trend", STRONG, room=widths[4] - 4)
                page.write(xs[4] + 4, below, "first–last", BODY, room=widths[4] - 4)

    def _measure(
        self, measure: Measure, course: Trend, xs: Sequence[float], widths: Sequence[float], y: float
    ) -> None:
        """A row: what was measured, its first, worst and last value, and where it goes."""
        page = self.page
        with page.element("TH", scope="Row"):
            used = page.write(xs[0], y, measure.label, STRONG, room=widths[0] - 2)
            page.write(xs[0] + used + 3, y, measure.unit, BODY, room=max(0.0, widths[0] - used - 5))
        if measure.core and not any(measure.has(one) for one in self.run_sheet.entries("vitals")):
            with page.element("TD", span=3):
                page.write(xs[1], y, NOT_DOCUMENTED, STRONG, room=3 * widths[1] - 4, align="center")
        else:
            for number, one in enumerate((course.first, course.worst, course.last), start=1):
                with page.element("TD"):
                    cell = measure.cell(one) if one else "–"
                    page.write(xs[number], y, cell, BODY, room=widths[number] - 4, align="right")
        with page.element("TD"):
            page.write(xs[4] + 4, y, measure.direction(course), STRONG, room=widths[4] - 4)

    def _chart(self, x: float, width: float, height: float) -> None:
        chart = geometry(self.run_sheet, width=width, height=height - 14, size=style.SMALLEST)
        self.heading("Trend", x, self.y, 40)
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
        self.heading("Interventions", self.left + 3, self.y + 0.5, widths[0] + widths[1] - 6)
        acts = self.run_sheet.entries("interventions")
        if acts:
            with page.element("Table"):
                self._acts(acts, widths, xs)
        else:
            missing = f"Interventions {NOT_DOCUMENTED}"
            page.write(self.left + 3, self.y + 15.5, missing, STRONG, room=self.width - 6)
        self.y = self._floor()

    def _acts(self, acts: Sequence[Intervention], widths: Sequence[float], xs: Sequence[float]) -> None:
        page = self.page
        with page.element("TR"):
            for x, room, name in zip(xs, widths, ("", "", "by", "response", "scope"), strict=True):
                with page.element("TH", scope="Column"):
                    page.write(x, self.y + 2, name, STRONG, room=room - 4)
        y = self.y + 15.5
        capacity = int((self._floor() - 3 - y) // ROW)
        shown, hidden = fit_acts(
            [act_row(one, self.run_sheet, self.context) for one in acts], widths, capacity
        )
        for row in shown:
            if row.act.refused:
                page.fill(self.left, y - 0.3, 2.5, row.height * ROW - 1, style.BLACK)
            with page.element("TR"):
                for column in range(len(widths)):
                    with page.element("TD"):
                        for piece in row.pieces:
                            if piece.column == column:
                                at = self.left + piece.x, y + piece.line * ROW
                                page.set_lines(*at, (piece.text,), piece.how)
            y += row.height * ROW
            page.rules([(self.left, y - 0.2, self.left + self.width, y - 0.2)], gray=style.HAIR, weight=0.35)
        if hidden:
            with page.element("TR"), page.element("TD", span=len(widths)):
                page.write(self.left + 5, y, hidden_acts(hidden), STRONG, room=self.width - 10)
        for act in acts:
            page.note_missing(f"{words.item(act, self.context)} {words.performer(act, self.context)}")

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
        page.bookmark(NOT_DOCUMENTED.capitalize(), self.y, level=1)
        with page.element("H2"):
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
        box = (self.left + self.width - code, self.y - 3, code, code)
        with page.element("Figure", alt=f"QR code: {content}", box=box):
            page.qr(*box[:3], content)
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
