"""The lists of a run sheet, those that take words of one's own, and a sheet on which each of these has some."""

from __future__ import annotations

from epcr.sheet.attachments import Attachment
from epcr.sheet.kinds.choice import Choice, Item, Several
from epcr.sheet.listed import Items
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from tests import build

OWN = "Something nobody listed"
LISTS = [
    (section, name, spec)
    for section in SECTIONS
    for name, spec in section.fields().items()
    # Interventions are named by the scope check: what is beyond their list is an intervention with a name of its own.
    if isinstance(spec, Choice) and not isinstance(spec, Item | Items)
]
TAKING = [(section, name, spec) for section, name, spec in LISTS if spec.takes_words]


def sheet_of_own_words() -> RunSheet:
    """A call with an injury and an arrest on which every list that takes words has them."""
    run_sheet = build.arrested_sheet()
    run_sheet.history.possible_injury = "9922005"
    run_sheet.attachments.append(Attachment(name="strip.pdf"))
    for section, name, spec in TAKING:
        parts = getattr(run_sheet, section.page.slug)
        for part in parts if section.many else [parts]:
            words = f"{OWN} {section.page.slug} {name}"
            setattr(part, name, [words] if isinstance(spec, Several) else words)
            part.absent = {key: why for key, why in part.absent.items() if key != name}
    return run_sheet
