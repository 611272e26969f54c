"""What could be said better, in a sentence: for what the listener missed, and for the time it took."""

from __future__ import annotations

from typing import Final

from epcr.rehearsal.kept import AnsweredQuestion

_BACKGROUND: Final = (
    "It comes late, when attention is leaving. Pause before it, and let the listener say it back."
)
_NUMBERS: Final = "Numbers blur in a row. Say the worst and the last only, each with its time."
_BY_TOPIC: Final = {
    "allergies": "Say allergies first in the background, alone, and let the listener say them back.",
    "other_allergies": "Say allergies first in the background, alone, and let the listener say them back.",
    "medications": _BACKGROUND,
    "history": _BACKGROUND,
    "last_oral": _BACKGROUND,
    "directives": _BACKGROUND,
    "pregnancy": _BACKGROUND,
    "impression": "Begin with what you think it is, in your first sentence.",
    "complaint": "Begin with the complaint, in the patient’s own words.",
    "who": "Begin with age and sex, before anything else.",
    "onset": "Say when it began as a clock time, not as how long ago.",
    "acuity": "Say in your first sentence how urgent it is.",
    "shocks": "Say the number of shocks once more at the end.",
    "given": "Say drug, dose and time in one breath, one drug at a time.",
    "response": "Say what the drug did right after the dose.",
    "withheld": "Say what you did not give together with why.",
    "needs": "End with what you ask for, as one sentence, and wait for the answer.",
    "gcs": "Say the total, then its parts.",
    "rhythm": "Say the rhythm alone, and what changed it.",
}
_GAP: Final = "Say aloud what is not known. An omission that nobody names is taken for normal."


def advice(answered: AnsweredQuestion) -> str:
    """How to say what was missed so that it stays."""
    if answered.left_out:
        return f"“{answered.answer}” is not in the handoff as it was worded. Word it in, or empty that part and let the draft stand."
    if answered.answer == "Not documented" or answered.text.startswith("Which of these is NOT"):
        return _GAP
    return _BY_TOPIC.get(answered.topic, _NUMBERS)


def about_the_time(spoken: int, chosen: int) -> str:
    """What the time says: how far it was from what was chosen."""
    over = spoken - chosen
    if over > 10:
        return "Shorten it: leave out what the receiving team can read, and keep what it must act on."
    if spoken < chosen // 3:
        return "That was quick. Slow down, or check whether a part was left out."
    return "That is a good length."


def in_words(seconds: int) -> str:
    """`45 s`, `1 min 5 s`."""
    minutes, rest = divmod(seconds, 60)
    return " ".join(
        part
        for part in (f"{minutes} min" if minutes else "", f"{rest} s" if rest or not minutes else "")
        if part
    )
