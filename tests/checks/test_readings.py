"""Words that can be read in two ways, of which one agrees with the sheet, are left alone; the same words are found where none does."""

import pytest

from tests.words_corpus.sentences import CorpusSentence
from tests.words_corpus.test_rates import said_of, sheets  # noqa: F401


def found(sheets, sheet, text):  # noqa: F811
    return bool(said_of(sheets, CorpusSentence(sheet, "", text, "readings")))


@pytest.mark.parametrize(
    ("sheet", "agrees", "does_not"),
    [
        ("e02b", "Rate over systolic, 122 against 94.", "Systolic 122."),
        ("ec0a", "88/58 with a pulse of 128, then 84 by feel.", "88/58 with a pulse of 128, then 71."),
        ("ec0a", "Dr. Okoye okayed TXA over the phone at 1434.", "TXA over the phone at 1424."),
        ("7aa2", "Rink clock had the collapse at 1926, the team says 1924.", "Collapse at 1926."),
        ("bc7b", "Devon opened the saline at 1713 and she was awake soon after.", "Was awake at 1711."),
        ("71dd", "Mira called Dr. Abara's line at 0745.", "Line at 0745."),
        ("832d", "No numbness in the legs.", "No numbness."),
        ("e595", "I do not give fentanyl under a hundred.", "I did not give fentanyl."),
    ],
)
def test_a_flag_needs_that_no_reading_agrees(sheets, sheet, agrees, does_not):  # noqa: F811
    assert not found(sheets, sheet, agrees)
    assert found(sheets, sheet, does_not)
