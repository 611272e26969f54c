"""The words that open a scope and those that end it, as named tables: `scopes` reads a sentence by them.

Lists that stand in «» are those of `schemas/spoken.toml`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class ScopeKind(StrEnum):
    """What a scope says of what it covers."""

    EARLIER = "earlier"
    GOAL = "goal"
    HYPOTHETICAL = "hypothetical"
    SOMEBODY_ELSE = "somebody_else"
    BEFORE_US = "before_us"
    QUOTED = "quoted"
    HABIT = "habit"


class ScopeReach(StrEnum):
    """Where a trigger works: on what follows, on what stands before it, on its clause, on the whole sentence."""

    FORWARD = "forward"
    BACKWARD = "backward"
    CLAUSE = "clause"
    SENTENCE = "sentence"


class ScopeTrigger(NamedTuple):
    """Words that open a scope, and what they say of the places they reach."""

    kind: ScopeKind
    reach: ScopeReach
    words: str


# A person, a place or a device that is not this crew.
OTHERS: Final = {
    "dispatch": r"dispatch(?:ers?)?|callers?",
    "clinic": r"facility|clinic|pcp|cardiolog(?:ist|y)|endo|staff|nurses?|lpn|hospice|pharmacist|rn (?:at|from|reports|gave|had|on scene)",
    "family": r"«relatives»|«family»",
    "friends": r"«acquaintances»s?|(?:team ?)?mates?|classmates?|caregivers?|aide|sitter",
    "bystanders": (r"«bystanders»|witness(?:es)?|customers?|drivers?|passengers?|lifeguard|teacher|coach|"
r"«public_places» (?:nurse|staff|aed|crew|medic)|supervisor"),
    "police": r"police|pd|deput(?:y|ies)|officers?",
    "fire": r"captain|(?:volunteer )?fire(?:fighters?|men| dept| department)?|fd|ff|vfd|first[ -]responders?|"
    r"«fire» [0-9]+",
    "crews": r"crew before|previous crew|first crew",
    "devices": r"cgm|libre|dexcom|meter (?:log|memory)|scoreboard|camera|cctv|(?<!our )(?<!monitor )(?<!scenario )clock|"
    r"(?:home|wrist|own|his|her|their|back-?up|spare|second|other|another) (?:\w+ )?"
    r"(?:cuff|(?:gluco)?meter|monitor|machine|log|watch|oximeter)",
}  # fmt: skip
_OTHERS: Final = "|".join(OTHERS.values())
TRIGGERS: Final = (
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.FORWARD, rf"\b(?:{_OTHERS})\b"),
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.CLAUSE, rf"\b(?:per|by|from|according to) (?:the |his |her )?(?:{_OTHERS})\b"),
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.CLAUSE, r"\b(?:as (?:dispatched|toned)|(?:dispatched|toned|paged) (?:as|for|to))\b"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.FORWARD, r"\b(?:baseline|usual(?:ly)?|typically|normally|always|runs|"
    r"chronic(?:ally)?|last (?:dose|known|visit|week|month|year|clinic))\b"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.CLAUSE, r"\b(?:yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:night|"
    r"week|month|year|visit|spring|summer|fall|winter)|this (?:year|month|week)|"
            r"(?:weeks?|months?|years?|yrs?|days?) ago|in (?:19|20)[0-9]{2}|at home|a1c|last (?:time|checked)|"
r"last (?:bp|reading) (?:at (?:the )?(?:clinic|office|doctor\w*|pcp)|was checked|(?:he|she) )|"
r"previously|"
            r"(?:in|since) (?:january|february|march|april|june|july|august|september|october|november|december))\b"),
    # One of the crew as a patient, or one of several.
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.FORWARD, r"(?<!pt)(?<!patient)(?<!his)(?<!her) own (?:\w+ )?(?:pressure|bp|pulse|"
    r"hr|rate|sats?|spo2|sugar|glucose|bgl?|temp\w*)\b"),
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.SENTENCE, rf"\bone of (?:the|our|his|her|their) (?:{_OTHERS})\b"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.CLAUSE, r"\b(?:(?:during|at|on|with|since) (?:his|her|their|"
    r"the) (?:last(?! (?:set|vitals|check|recheck|reading|round of vitals)\b)|previous)|"
    r"in the (?:spring|summer|fall|autumn|winter|past))\b"),
    # "Had the pressure fallen", "Had we known": what did not happen.
    ScopeTrigger(ScopeKind.HYPOTHETICAL, ScopeReach.FORWARD, r"^had (?:(?:we|i|he|she|they|anyone|somebody|someone)|(?:\w+ ){1,3}"
    r"(?:failed|not|worsened|dropped|fallen|become|arrested|coded))\b"),
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.SENTENCE, r"\b(?:wants?|wanted|asked (?:for|to have)) (?:his|her|their) own\b"),
    ScopeTrigger(ScopeKind.BEFORE_US, ScopeReach.CLAUSE, r"\b(?:pta|prior to (?:us|our|ems|arrival)|before (?:us|our arrival|"
    r"we (?:got|came|arrived)|ems|arrival|calling|the call)|on arrival of)\b"),
    ScopeTrigger(ScopeKind.GOAL, ScopeReach.FORWARD, r"\b(?:goals?|targets?|targeted|targeting|aim(?:s|ing)?(?: for)?|"
    r"keep(?:ing)?|maintain(?:ing)?|titrat(?:e|ed|ing)|threshold|parameters?|limit|room temp)\b"),
    ScopeTrigger(ScopeKind.GOAL, ScopeReach.FORWARD, r"\b(?:want(?:s|ed)?|need(?:s|ed)?|insist(?:s|ed)? on|ask(?:s|ed) for) (?:an? |"
    r"his |her |the )?(?:systolic|sbp|map|pressure|bp|sats?|spo2|rate|pulse|sugar|glucose)\b"),
    ScopeTrigger(ScopeKind.HYPOTHETICAL, ScopeReach.FORWARD, r"\b(?:if|unless|should|would|could(?! not|n't| only|"
    r" just| barely| still| get| feel| palpate)|may|might|until|till|whenever|"
    r"lesson|next time|learning pt|learning point|"
            r"remember for next time|consider(?:ed|ing)?|recommend(?:ed)?|plan(?:ned)?|in case|ready (?:for|with)|on standby|"
            r"standby|drawn up|due|eta|expect|criteria|protocol (?:says|wants|calls for)|had (?:he|she|it|they) )\b"),
    ScopeTrigger(ScopeKind.HYPOTHETICAL, ScopeReach.FORWARD, r"\b(?:watch(?:ing|ed)?(?: (?:him|her|closely))? for|monitor(?:ed|ing)? for|"
    r"(?:at |high |the )?risk (?:of|for)|concern(?:ed|s)? (?:for|about|of)|prepared? for|anticipat\w+|"
r"worr(?:y|ied) about|in case of|"
    r"(?:look|check|screen|search|assess|examin|feel|listen|test)(?:s|ed|ing)? for|felt for|asked (?:him |her )?about)\b"),
    ScopeTrigger(ScopeKind.HYPOTHETICAL, ScopeReach.BACKWARD, r"\b(?:by mistake|in error|typo|(?:is|are) what (?:the|"
    r"our) protocol|drawn up|on standby|not needed|would (?:have|be)|as needed|prn|was considered|per protocol but)\b"),
    ScopeTrigger(ScopeKind.GOAL, ScopeReach.FORWARD, r"\b(?:hold(?! pressure| of)|exceed\w*|maximum|minimum|expected|ventilate|"
    r"advis(?:e|ed to)|instructed|criterion|will|whenever)\b"),
    ScopeTrigger(ScopeKind.SOMEBODY_ELSE, ScopeReach.FORWARD, r"\b(?:(?<!pt )(?<!patient )(?<!he )(?:reports|reported|stat(?:es|"
    r"ed)|says|tells|relates|claims)|"
    r"they|them|their|theirs|sending|records|office|physicians?)\b"),
    ScopeTrigger(ScopeKind.QUOTED, ScopeReach.FORWARD, r"\b(?:report(?:s|ed)|stat(?:es|ed)|say(?:s)?|said|tells|told us|told me),? ?[\"“]"),
    ScopeTrigger(ScopeKind.BEFORE_US, ScopeReach.CLAUSE, r"\b(?:prior(?! to)|earlier|already(?! (?:has|have|had a|in\b)))\b(?! attempts?)"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.FORWARD, r"\b(?:hx|history|pmhx?|previous)\b"),
    ScopeTrigger(ScopeKind.EARLIER, ScopeReach.CLAUSE, r"\b(?:normal (?:bp|blood|pressure|hr|for|range|is)|(?:is|was) normal|"
    r"this morning|home (?:bp|blood|cuff|gluc\w*|monitor|reading|sat|spo2|pulse)|ago)\b"),
    ScopeTrigger(ScopeKind.HABIT, ScopeReach.FORWARD, r"\b(?:takes|taking|took|taken|prescribed|prescription|rx|meds|medications?|"
    r"hx|history|pmhx?|abuses?|snorted|smoked|ingest\w*|missed|forgot|refill\w*|"
            r"usual(?:ly)?|normally|need(?:s|ed)?|give|administer|continue|avoid|will|be|can|advise\w*|suggest\w*|instructed|"
            r"whether|prepared|drew|drawn|draw|available|home|confiscated|compliant|noncompliant|bottles?)\b"),
    ScopeTrigger(ScopeKind.HABIT, ScopeReach.CLAUSE, r"\b(?:daily|nightly|weekly|bid|tid|qid|qd|qhs|prn|patch(?:es)?|bedtime|"
    r"tonight|tomorrow|yesterday|ago|quit|as needed|in the (?:morning|evening)|at night|"
            r"(?:a|per|every|each) day|last dose|standby|ready|vials?|will be)\b"),
)  # fmt: skip
# Where this crew speaks of itself again, or the sentence turns.
ENDS: Final = {
    ScopeKind.SOMEBODY_ELSE: r"[;\n]|\.(?![0-9])|\b(?:but|ours|our|we|"
    r"(?<!told )(?<!handed )(?<!gave )(?<!to )(?<!before )(?<!with )us|medics?|emt|aemt|initial(?:ly)?|on arrival|upon arrival|"
    r"pt|patient|(?:he|she) (?:was|is|had)|vitals|who)\b",
    ScopeKind.QUOTED: r"[;\n]|[”\"](?= )",
    ScopeKind.EARLIER: r"[;\n]|\.(?![0-9])|\b(?:but|now|ours|our|we|today|currently|on arrival)\b",
    ScopeKind.BEFORE_US: r"[;\n]|\.(?![0-9])|\b(?:but|ours|then we|we)\b",
    ScopeKind.GOAL: r"[;\n]|\.(?![0-9])|\b(?:but|was|is|currently|now)\b",
    ScopeKind.HABIT: r"[;\n]|\.(?![0-9])|\b(?:but|gave|given|administered|we|i|pushed)\b",
    ScopeKind.HYPOTHETICAL: r"[;\n]|\.(?![0-9])|\b(?:but|instead|so we|we gave|gave)\b",
}  # fmt: skip
