"""The corpus in a class that is not the demo: other hospitals, doctors and places, and as much is found and as little flagged."""

import re

import pytest

from epcr.checks.contradictions import contradictions
from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import RunSheet
from tests.demo_class import loaded_in
from tests.words_corpus.sentences import CorpusSentence, sentences
from tests.words_corpus.test_rates import LEAST_FOUND, OF_ANOTHER_KIND, said_of

RENAMED = {
    r"(?:St\.?|Saint) Anne": "Mercy Ridge", "Larkspur": "Pine Valley", "Femi Abara": "Ellen Teale", "Abara": "Teale",
    "Imani Okoye": "Jonas Brand", "Okoye": "Brand", r"\brink\b": "gym", r"\barena\b": "stadium", r"\bgreenhouse\b": "warehouse",
    r"\bteammates\b": "coworkers",
}  # fmt: skip
# Told without what it is, on a sheet that does not know it: "Mercy Ridge" may be a street.
NO_HOSPITAL_BY_ITS_NAME = {
    "Off at 1431 to St. Anne, trauma alert 1430, arr 1452.",
    "After breakfast we took him to St. Anne for observation, glucose 136 and walking fine.",
    "Care transferred at St. Anne 1444, left us with 104/66, pulse 106.",
    "Care transferred at St. Anne 1444.",
    "Trauma alert 1430 to St. Anne, arrival 1452.",
}
# A part of the new name of the hospital on the sheet.
HALF_OF_THE_NAME = {"Delivered to Mercy Hospital ED."}


def renamed(text):
    for name, other in RENAMED.items():
        text = re.sub(name, other, text)
    return text


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """Those of the demo class by the first letters of their ids, and the same of the other class; never saved."""
    with (
        loaded_in(tmp_path_factory.mktemp("demo")) as demo,
        loaded_in(tmp_path_factory.mktemp("other")) as other,
        demo.read() as of_demo,
        other.read() as of_other,
        of_demo.no_autoflush,
        of_other.no_autoflush,
    ):
        originals, others = (
            {sheet.id[:4]: sheet for sheet in session.query(RunSheet).all()}
            for session in (of_demo, of_other)
        )
        for sheet in others.values():
            _rename(sheet)
        yield originals, others
        for session in (of_demo, of_other):
            session.rollback()


def _rename(sheet):
    for part in sheet.parts():
        for name, spec in part.fields().items():
            if isinstance(spec, Text) and getattr(part, name):
                setattr(part, name, renamed(getattr(part, name)))


def named_sentences():
    """All of the corpus in which a hospital, a doctor or a place is named, but for those held back."""
    for kind in ("false", "true"):
        for half in LEAST_FOUND:
            for sentence in sentences(kind, half):
                if renamed(sentence.text) != sentence.text:
                    yield sentence


def test_the_same_is_said_of_the_same_sentences(sheets):
    originals, others = sheets
    differs = {
        sentence.text
        for sentence in named_sentences()
        if bool(said_of(originals, sentence))
        != bool(said_of(others, sentence._replace(text=renamed(sentence.text))))
    }
    assert differs - HALF_OF_THE_NAME == NO_HOSPITAL_BY_ITS_NAME


SHEET = {"stemi": "e595", "fall": "ec0a", "medic's fall": "832d"}


@pytest.mark.parametrize(
    ("sheet", "true", "false"),
    [
        ("stemi", "Arrived Mercy Ridge at 17:33.", "Arrived Mercy Ridge at 17:41."),
        ("stemi", "Off scene at 1715, at Mercy Ridge at 1733.", "Off scene at 1715, at Mercy Ridge at 1748."),
        ("stemi", "18 minutes from leaving the scene to Mercy Ridge.", "28 minutes from leaving the scene to Mercy Ridge."),
        ("stemi", "Transported to Mercy Ridge Medical Center.", "Transported to Pine Valley Regional."),
        ("stemi", "1733 Mercy Ridge, 1739 care to Dr. Teale.", "1733 Pine Valley Regional, 1739 care to Dr. Teale."),
        ("stemi", "Care was transferred to Dr. Teale at Mercy Ridge.", "Care was transferred to Dr. Marsh at Mercy Ridge."),
        ("stemi", "Six minutes at Mercy Ridge until Dr. Teale had her.", "16 minutes at Mercy Ridge until Dr. Teale had her."),
        ("stemi", "BP at Mercy Ridge was 112/66.", "BP at Mercy Ridge was 94/54."),
        ("fall", "Dr. Brand at Pine Valley ordered TXA at 1434.", "Dr. Brand at Pine Valley ordered TXA at 1444."),
        ("fall", "TXA ordered by Dr. Brand.", "TXA ordered by Dr. Teale."),
        ("fall", "TXA went in after Pine Valley okayed it.", "TXA went in before Pine Valley okayed it."),
        ("medic's fall", "Taken to Pine Valley, a level 2 trauma center.", "Taken to Pine Valley, a level 1 trauma center."),
    ],
)  # fmt: skip
def test_arrival_handoff_and_order(sheets, sheet, true, false):
    _, others = sheets
    assert said_of(others, CorpusSentence(SHEET[sheet], "", true, "")) == []
    assert said_of(others, CorpusSentence(SHEET[sheet], "", false, ""))


def test_a_finding_quotes_the_name_as_typed(sheets):
    _, others = sheets
    findings = said_of(
        others, CorpusSentence(SHEET["stemi"], "", "Pulled into Mercy Ridge's bay at 17:41.", "")
    )
    assert [finding.words for finding in findings] == ["Pulled into Mercy Ridge's bay at 17:41"]


def test_the_hospital_of_a_physician_is_a_hospital(sheets):
    """Medical control may be at another hospital than the destination."""
    _, others = sheets
    sheet = others[SHEET["fall"]]
    rows = [row for row in sheet.entries("interventions") if row.authorized_by]
    kept = [row.authorized_by for row in rows]
    for row in rows:
        row.authorized_by = "Dr. Jonas Brand, Quarry Hill"
    text = "TXA went in before Quarry Hill okayed it."
    assert said_of(others, CorpusSentence(SHEET["fall"], "", text, ""))
    for row, doctor in zip(rows, kept, strict=True):
        row.authorized_by = doctor


def test_a_destination_that_is_no_hospital_has_no_name_of_one(sheets):
    _, others = sheets
    sheet = others[SHEET["stemi"]]
    sheet.narrative.text = None
    kept = sheet.disposition.destination, sheet.disposition.destination_type
    sheet.disposition.destination, sheet.disposition.destination_type = "Maple Court Manor", "4221033"
    said = said_of(others, CorpusSentence(SHEET["stemi"], "", "We left Maple Court Manor at 17:15.", ""))
    sheet.disposition.destination, sheet.disposition.destination_type = kept
    assert said == []
    assert OF_ANOTHER_KIND not in {finding.source for finding in contradictions(sheet, sheet.context())}
