"""Left and right in a sentence: of an access, of a tourniquet or splint, and of what was found wrong with the body."""

from __future__ import annotations

from typing import Final, NamedTuple

from epcr.prose.lexicon import token_at
from epcr.prose.tokens import TextToken, by_spelling, words

LEFT, RIGHT = "left", "right"
_SIDES: Final = {"left": LEFT, "lt": LEFT, "right": RIGHT, "rt": RIGHT}
_LETTERS: Final = {"L": LEFT, "R": RIGHT}
# Side and part in one word.
_SHORT: Final = {
    "LUE": (LEFT, "arm"), "RUE": (RIGHT, "arm"), "LLE": (LEFT, "leg"), "RLE": (RIGHT, "leg"), "LUQ": (LEFT, "abdomen"),
    "RUQ": (RIGHT, "abdomen"), "LLQ": (LEFT, "abdomen"), "RLQ": (RIGHT, "abdomen"),
}  # fmt: skip
_TELLING: Final = frozenset(
    {*_SIDES, *(letter.lower() for letter in _LETTERS), *(word.lower() for word in _SHORT)}
)
# Parts of the body as people name them, and the part they belong to.
BODY: Final = by_spelling({
        "arm": "arm forearm humerus humeral biceps bicep radius ulna", "ac": "ac antecubital antecub acf",
        "hand": "hand finger fingers thumb palm knuckles",
        "wrist": "wrist", "elbow": "elbow", "shoulder": "shoulder deltoid clavicle collarbone scapula",
        "leg": "leg thigh calf shin femur tibia tibial tib fibula", "knee": "knee patella", "ankle": "ankle",
        "foot": "foot toe toes heel", "hip": "hip groin", "chest": "chest rib ribs hemithorax thorax", "abdomen": "quadrant abdomen flank",
        "face": "face facial cheek jaw eyebrow", "eye": "eye", "neck": "ej jugular",
})  # fmt: skip
_ADJECTIVES: Final = words("""
    upper lower proximal distal anterior lateral medial mid posterior mid-shaft side of the dorsal external internal
    inner outer ant
""")
_MEASURING: Final = words("bp pressure cuff pulse nibp blood")
_ACCESS: Final = words("iv piv gauge ga g cannula catheter angiocath access line lock ej")
_BONE: Final = words("io intraosseous ez")
_TOURNIQUET: Final = words("tourniquet tq tourniquets")
_BRAND: Final = "CAT"  # of a tourniquet, in capitals; the animal scratches
_SPLINT: Final = words("splint splinted splinting traction")
_DECOMPRESSION: Final = words("decompression decompressed thoracostomy dart")
_HURT: Final = words("""
    laceration lacerations lac lacerated bleed bleeding wound wounds deformity deformed fracture fx fractured swelling
    swollen tender tenderness pain painful injury injured amputation amputated burn burns burned abrasion abrasions
    contusion bruise bruised bruising hematoma gsw stab puncture crush crushed avulsion cut ecchymosis radiating
    radiates radiation crepitus dislocation dislocated gash hemorrhage arterial cast guarding flail hurts
""")
_INJECTED: Final = words("im intramuscular intramuscularly injection injected glucagon deltoid")
_WEAK: Final = words("""
    weakness weak droop drift hemiparesis hemiplegia paralysis numbness deficit deficits flaccid drooping numb facial
""")
# With one of these in the sentence a side is not of what was found now.
_ELSE: Final = words("""
    previous prior chronic history hx scar scars residual fistula shunt pacemaker mastectomy port versus vs baseline
    ago years picc unlike compared against arthritis surgery replacement if amputee prosthesis prosthetic
    alone untouched
""")
# Before a side, or right beside it, these say that nothing was found there, or that it did not work.
_NOTHING: Final = words("""
    no not denies denied without equal equally bilateral bilaterally both unaffected intact normal unremarkable
    atraumatic uninjured unsuccessful attempts attempted missed blew blown infiltrated failed ruled or strong neither
    nor avoid negative unable unchanged moves moving squeezes pms csm cms psm full good non nontender
    above
""")
_NONE: Final = words("nothing none never")
_WHICH_TRY: Final = words("first second third 1st 2nd 3rd one 1 x1 single initial")
_RADIATES: Final = words("jaw neck back shoulder arm chest ribs rib")
_ONLY_HALVES: Final = words("hemiparesis hemiplegia")
_WEAK_HALVES: Final = _ONLY_HALVES | words("weakness deficit deficits paralysis numbness")
_COUNTED: Final = words("to - – th through and /")  # between the numbers of ribs
_OF_RIBS: Final = 5  # tokens that may number them
_CHUNK: Final = frozenset({",", ";", "(", ")", "and", "then", ":", "but"})
_LONGEST_CHUNK: Final = 12  # tokens before a side, and behind it
_LIMBS: Final = frozenset(
    {"arm", "ac", "hand", "wrist", "elbow", "shoulder", "leg", "knee", "ankle", "foot", "hip"}
)
_VEINS: Final = frozenset({"arm", "ac", "hand", "wrist", "leg", "foot", "ankle", "neck", "shoulder"})


class SideClaim(NamedTuple):
    """A side by the places of its tokens."""

    topic: str
    body: str
    side: str
    first: int
    end: int


def may_be_told(spoken: frozenset[str]) -> bool:
    """Whether a sentence of these words may tell a side."""
    return not spoken.isdisjoint(_TELLING)


def sides(tokens: list[TextToken], spoken: frozenset[str]) -> list[SideClaim]:
    """The sides that a sentence tells of what was found and done; none where it speaks of something absent or old."""
    if spoken & _ELSE or ("old" in spoken and _is_old(tokens)):
        return []
    denied = next(
        (at for at, token in enumerate(tokens) if token.low in _NOTHING or _is_a_try(tokens, at)), len(tokens)
    )
    return [
        claim._replace(topic=topic)
        for claim in every_side(tokens)
        if (topic := _topic(tokens, claim))
        and (spoken.isdisjoint(_NONE) if topic == "injection" else claim.first < denied)
    ]


def _is_old(tokens: list[TextToken]) -> bool:
    """Whether something is old: not the patient, who is so many years old."""
    return any(
        token.low == "old"
        and token_at(tokens, at - 1).low not in {"-", "year", "years", "yr", "month", "months", "week", "day"}
        for at, token in enumerate(tokens)
    )


def _is_a_try(tokens: list[TextToken], at: int) -> bool:
    """`attempt`, and not `second attempt`, which tells of the one that worked."""
    return tokens[at].low == "attempt" and token_at(tokens, at - 1).low not in _WHICH_TRY


def every_side(tokens: list[TextToken]) -> list[SideClaim]:
    """All sides of parts of the body, whatever is said of them."""
    return [
        claim
        for at, token in enumerate(tokens)
        if token.kind == "word" and (claim := _side_at(tokens, at)) is not None
    ]


def _side_at(tokens: list[TextToken], at: int) -> SideClaim | None:
    """The side that a word is, with the part of the body behind it."""
    token = tokens[at]
    if token.text in _SHORT:
        side, body = _SHORT[token.text]
        return SideClaim("", body, side, at, at + 1)
    named = _side_of(token)
    if named is None or _both(tokens, at, -1, named) or _both(tokens, at, 1, named):
        return None
    part = _part(tokens, at + 1) or _part_before(tokens, at)
    return None if part is None else SideClaim("", part[0], named, at, part[1])


def _side_of(token: TextToken) -> str | None:
    return _SIDES.get(token.low) or _LETTERS.get(token.text)


def _both(tokens: list[TextToken], at: int, step: int, side: str) -> bool:
    """Whether a side stands beside the other one: "left and right"."""
    other = _side_of(token_at(tokens, at + 2 * step))
    return token_at(tokens, at + step).low in {"and", "or", "/", "to"} and other is not None and other != side


def _part_before(tokens: list[TextToken], at: int) -> tuple[str, int] | None:
    """The part of the body before a side: "proximal tibia on the right", "ribs 8 to 10 on the right"."""
    the = token_at(tokens, at - 1).low == "the"
    on = at - 2 if the else at - 1
    last = on - 1
    while last >= max(0, on - _OF_RIBS) and (tokens[last].kind == "number" or tokens[last].low in _COUNTED):
        last -= 1
    body = BODY.get(token_at(tokens, last).low)
    return (body, at + 1) if token_at(tokens, on).low == "on" and body is not None else None


def _part(tokens: list[TextToken], at: int) -> tuple[str, int] | None:
    """The part of the body that follows a side, and the place behind it."""
    sided = False
    for place in range(at, at + 4):
        token = token_at(tokens, place)
        if token.low in {"sided", "side"} or (
            token.low == "-" and token_at(tokens, place + 1).low == "sided"
        ):
            sided = True
        elif token.low in BODY:
            return BODY[token.low], place + 1
        elif token.low in (_WEAK_HALVES if sided else _ONLY_HALVES):
            return "body", place + 1
        elif token.low not in _ADJECTIVES:
            return None
    return None


def _topic(tokens: list[TextToken], claim: SideClaim) -> str:
    """What a side is told of, by the words of its part of the sentence; those of the whole sentence where they are of one kind."""
    low, high = _chunk_of(tokens, claim)
    near = frozenset("tq" if token.text == _BRAND else token.low for token in tokens[low:high])
    if near & _NOTHING:
        return ""
    topics = _topics(near, claim.body)
    if topics or claim.body == "ac":
        return topics[0] if topics else "access"
    others = _topics(frozenset(token.low for token in tokens[max(0, low - 8) : low]), claim.body)
    return others[0] if others in (["access"], ["io"]) and not near & _MEASURING else ""


def _chunk_of(tokens: list[TextToken], claim: SideClaim) -> tuple[int, int]:
    """Where the part of the sentence begins and ends in which a side stands; "jaw, neck and left arm" is not parted."""
    low, high = claim.first, claim.end
    while low > 0 and claim.first - low < _LONGEST_CHUNK:
        word = tokens[low - 1].low
        listed = claim.body != "ac" and word in {"and", ","} and token_at(tokens, low - 2).low in _RADIATES
        if word in _CHUNK and not listed:
            break
        low -= 1
    while high < len(tokens) and high - claim.end < _LONGEST_CHUNK and tokens[high].low not in _CHUNK:
        high += 1
    return low, high


def _topics(spoken: frozenset[str], body: str) -> list[str]:
    """What words may tell of a part of the body."""
    return [topic for topic, cues, bodies in _TOPICS if spoken & cues and body in bodies]


_EVERYWHERE: Final = _LIMBS | {"chest", "abdomen", "face", "eye", "neck"}
_TOPICS: Final = (
    ("tourniquet", _TOURNIQUET, _LIMBS),
    ("splint", _SPLINT, _LIMBS),
    ("decompression", _DECOMPRESSION, frozenset({"chest"})),
    ("io", _BONE, frozenset({"arm", "leg", "shoulder"})),
    ("access", _ACCESS, _VEINS),
    ("injection", _INJECTED, frozenset({"shoulder", "leg"})),
    ("weak", _WEAK, frozenset({"body", "face", "arm", "leg"})),
    ("hurt", _HURT, _EVERYWHERE),
)
