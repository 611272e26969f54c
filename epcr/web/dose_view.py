"""What is said of a dose before it is saved, beside the verdict of the scope check: the range for this patient, the slip, the source."""

from __future__ import annotations

from dataclasses import dataclass

from epcr.checks.doses import Doses, in_sentences, whence
from epcr.checks.finding import Weight
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.pieces import Mark
from epcr.web.finding_words import shape_of_weight


@dataclass(frozen=True)
class DosePanel:
    """A dose that is asked about (`asks`) or noted: its mark with a title, and the sentences."""

    mark: Mark
    words: str
    source: str
    asks: bool

    def brief(self) -> dict[str, str]:
        """The same for a script."""
        mark = self.mark
        return {
            "tone": mark.tone,
            "shape": mark.shape,
            "title": mark.words,
            "words": self.words,
            "source": self.source,
        }

    @property
    def css(self) -> str:
        """The classes of the panel: an open one where it is asked about."""
        return f"panel panel-{self.mark.tone} dose-said" if self.asks else "verdict-plain dose-said"


def dose_panel(sheet: RunSheet, act: Intervention) -> DosePanel | None:
    """What is said of the dose of an act that stands in a form; None where it is usual or nothing can be said."""
    doses = Doses(sheet)
    judged = doses.judged(act)
    if judged is None:
        return None
    words, source = in_sentences(judged.verdict, doses.patient), whence(judged.verdict)
    if judged.weight is Weight.WARNING:
        return DosePanel(
            Mark("attention", shape_of_weight(Weight.WARNING), f"Check the dose: {judged.amount}"),
            words,
            source,
            asks=True,
        )
    return DosePanel(
        Mark("plain", shape_of_weight(Weight.NOTE), f"Dose: {judged.amount}"), words, source, asks=False
    )
