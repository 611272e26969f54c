"""The phrases of `schemas/told.toml`: what they read, what takes them back, and what is wrong with a file that cannot be used."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.prose import ActMention, BoundMention, ExamMention, ToldMention, read, told_file
from epcr.prose.phrasebook import hits
from epcr.prose.tokens import split
from epcr.prose.told_file import ToldFile, phrases_of, spoken, told_topics
from epcr.sheet.catalog import catalog
from epcr.sheet.exam import ExamFinding
from epcr.sheet.interventions import Intervention
from epcr.sheet.signatures import Signature
from epcr.sheet.vitals import VitalSigns
from tests import build


def mentions(text, kind):
    return [mention for sentence in read(text) for mention in sentence.mentions if isinstance(mention, kind)]


def told(text):
    return {(mention.topic, mention.term, mention.denied) for mention in mentions(text, ToldMention)}


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Crackles at both bases.", ("lungs", "rales", False)),
        ("Transported flat on her back.", ("position", "supine", False)),
        ("Pain goes to the right shoulder.", ("radiation", "right_shoulder", False)),
        ("Denies nausea, vomiting or headache.", ("symptoms", "headache", True)),
        ("Wife states he had no alcohol last evening.", ("alcohol", "alcohol", True)),
        ("Nobody had started CPR.", ("cpr", "nobody", False)),
        ("Neither crew member was exposed to blood.", ("exposure", "no", False)),
        ("Dispatched for a fall.", ("dispatch", "fall", False)),
    ],
)
def test_a_term_of_a_list_is_read(text, claim):
    assert claim in told(text)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("If she gets short of breath sit her up.", "symptoms"),
        ("Husband sat on the floor, he was short of breath.", "symptoms"),
        ("No nausea after the ondansetron.", "symptoms"),
        ("She was moved to the stair chair; the supine picture hung on the wall.", "position"),
        ("BP fell to 80.", "violence"),
        ("Risk factors were explained.", "risks"),
    ],
)
def test_what_is_of_another_or_over_is_no_claim(text, topic):
    assert topic not in {name for name, _, _ in told(text)}


def test_a_phrase_may_leave_a_word_out_and_give_a_beginning():
    (phrase,) = phrases_of("respond* (only) to voice")
    assert [(word.low, word.begins, word.optional) for word in phrase] == [
        ("respond", True, False), ("only", False, True), ("to", False, False), ("voice", False, False),
    ]  # fmt: skip
    for text in ("responds to voice", "responding only to voice"):
        (tokens,) = [tokens for tokens, _ in split(text)]
        assert hits(spoken(iter(tokens)))["consciousness"]


@pytest.mark.parametrize(
    ("text", "region", "finding", "denied"),
    [
        ("Abd soft and non-tender.", "abdomen", "tender", True),
        ("Midline neck tenderness.", "neck", "tender", False),
        ("Pelvis unstable.", "pelvis", "unstable", False),
        ("He could not walk.", "neurological", "gait", False),
    ],
)
def test_a_finding_belongs_to_its_region(text, region, finding, denied):
    assert (region, finding, denied) in {
        (mention.region, mention.finding, mention.denied) for mention in mentions(text, ExamMention)
    }


@pytest.mark.parametrize(
    ("text", "aspect", "value"),
    [
        ("IO by Lindqvist with the drill at 1936.", "at", ""),
        ("TXA was given en route.", "during", "way"),
        ("No 12-lead was obtained on scene.", "not_during", "scene"),
        ("Epi 1 mg IO x3.", "count", "3*1"),
        ("TXA ordered by Dr. Okoye.", "ordered_by", "okoye"),
        ("Fire placed the i-gel.", "by_others", "fire"),
        ("The first drug he got was amiodarone.", "first", ""),
        ("A 12-lead was sent. After that she got one nitro.", "sequence", "after"),
        ("Chest seal applied.", "done", ""),
    ],
)
def test_a_frame_of_an_act_is_read(text, aspect, value):
    assert (aspect, value) in {(act.aspect, act.value) for act in mentions(text, ActMention)}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Pressure never rose above 100.", "below"),
        ("Sats stayed above 94.", "above"),
        ("Lowest BP was 84.", "lowest"),
    ],
)
def test_an_end_of_all_values_is_read(text, what):
    assert [bound.what for bound in mentions(text, BoundMention)] == [what]


def test_an_end_of_a_part_of_the_call_is_none():
    assert mentions("Systolic stayed above 80 after 1717.", BoundMention) == []


SECTION_OF = {
    "exam": ExamFinding,
    "interventions": Intervention,
    "signatures": Signature,
    "vitals": VitalSigns,
}
TOPIC = {"name": "airway", "says": "the airway", "words": {"open": "patent"}}


@pytest.mark.parametrize(
    ("topic", "word"),
    [
        ({**TOPIC, "codes": {"shut": "x"}}, "shut"),
        ({**TOPIC, "like": {"open": "wide"}}, "wide"),
        ({**TOPIC, "allow": ["somebody"]}, "somebody"),
        ({**TOPIC, "words": {"open": "his airway"}}, "begins with a word"),
        ({**TOPIC, "words": {"open": "open (or patent)"}}, "brackets hold one word"),
        ({**TOPIC, "wrods": {}}, "wrods"),
    ],
)
def test_a_broken_topic_is_named(topic, word, tmp_path, monkeypatch):
    lines = ["[[topics]]"]
    for key, value in topic.items():
        if isinstance(value, dict):
            lines += [f'{key}.{name} = "{cell}"' for name, cell in value.items()] or [f"{key} = {{}}"]
        else:
            lines.append(f"{key} = {value!r}".replace("'", '"'))
    file = tmp_path / "told.toml"
    file.write_text("regions = []\nfindings = []\nacts = []\n" + "\n".join(lines), "utf-8")
    monkeypatch.setattr(told_file, "told_path", lambda: file)
    with pytest.raises(BrokenSchema, match=word):
        told_file.told_file.__wrapped__()


def test_every_code_of_a_topic_is_one_of_its_fields(sheet_codes):
    """A code that no field of the topic has would never be compared."""
    for topic in told_topics().values():
        if not topic.fields:
            continue
        known = sheet_codes(topic.fields)
        for term, codes in topic.codes.items():
            assert codes <= known, (topic.name, term, codes - known)


@pytest.fixture
def sheet_codes():
    """The codes that some fields can have; those of yes and no, and the items of the catalog, among them."""
    sheet = build.sheet()

    def codes(fields):
        known = {"yes", "no", *catalog().rows}
        for section, name in fields:
            part = getattr(sheet, section)
            kind = type(part) if not isinstance(part, list) else None
            spec = (kind or SECTION_OF[section]).fields()[name]
            known |= {term.code for term in getattr(spec, "terms", None) or ()}
        return known

    return codes


def test_the_file_is_read_in_its_shape():
    assert isinstance(told_file.told_file(), ToldFile)
