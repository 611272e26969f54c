"""What drugs are called: names, brands and abbreviations of the catalog's medications, and how people misspell them.

A word that is not here is no drug.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from epcr.prose.lexicon import Phrases, by_first_word, token_at
from epcr.prose.tokens import TextToken, split, words
from epcr.sheet.catalog import OTHERS, CatalogItem, catalog

# Where the name of a medication ends in its label.
_NAME_ENDS: Final = re.compile(
    r",| by | for | under | with |\(| IV\b| infusion| intranasal| IM\b| inhaler| auto-injector| nasal spray| drawn up| [0-9]"
)
# Words by which a medication is found in the list, and which name no drug: indications, classes, forms, routes.
NO_NAMES: Final = frozenset(
    {
        "neb", "nebulizer", "breathing treatment", "mdi", "puffer", "assist", "inhaler", "rescue inhaler", "eclampsia", "torsades",
        "chest pain", "heart attack", "acs", "stemi", "sl", "spray", "drip", "1:10,000", "code", "1:10000", "push-dose pressor",
        "svt", "vf", "vt", "antiarrhythmic", "bradycardia", "organophosphate", "af", "beta blocker", "hyperkalemia", "pressor",
        "levo", "adh", "diuretic", "anticoagulant", "interfacility", "clot buster", "anaphylaxis", "bee sting", "auto-injector",
        "check and inject", "vial", "1:1,000", "1:1000", "antihistamine", "hives", "steroid", "croup", "in", "nasal", "opioid",
        "overdose", "mark i", "mark 1", "nerve agent", "seizure", "cyanide", "smoke", "sugar", "gel", "hypoglycemia", "amp", "b1",
        "fever reducer", "nsaid", "nsaid shot", "narcotic", "ms", "pain", "agitation", "benzo", "benzodiazepine", "rsi",
        "induction", "sedation", "paralytic", "odt", "antiemetic", "vomiting", "nausea", "bolus", "crystalloid", "0.9 %",
        "0.9 percent", "isotonic", "rl", "hemorrhage", "bleeding", "transfusion", "blood", "maintain", "postpartum hemorrhage",
        "pph", "vaccine", "vaccination", "shot", "covid", "flu shot", "hyperglycemia", "blood pressure", "antibiotic", "colloid",
        "intraosseous", "thrombolytic", "blood product", "immunization", "oxygen", "o2", "packed cells", "whole blood",
    }
)  # fmt: skip
# Further names: (name, items). Misspellings are those that trainees make.
_ALSO: Final = (
    ("saline", "saline_bolus"), ("normal saline", "saline_bolus"), ("n/s", "saline_bolus"), ("lactated ringers", "lactated_ringers"),
    ("ringer's lactate", "lactated_ringers"), ("ringers lactate", "lactated_ringers"),
    ("fluid bolus", "saline_bolus lactated_ringers"), ("iv fluid", "saline_bolus lactated_ringers"),
    ("iv fluids", "saline_bolus lactated_ringers"), ("fluids", "saline_bolus lactated_ringers"), ("bolus", "saline_bolus lactated_ringers"),
    ("bolus of fluid", "saline_bolus lactated_ringers"),
    ("ipratropium", "ipratropium_neb albuterol_ipratropium_neb"), ("atrovent", "ipratropium_neb albuterol_ipratropium_neb"),
    ("duoneb", "albuterol_ipratropium_neb albuterol_neb ipratropium_neb"),
    ("duo neb", "albuterol_ipratropium_neb albuterol_neb ipratropium_neb"),
    ("combivent", "albuterol_ipratropium_neb albuterol_neb ipratropium_neb"),
    ("dextrose", "dextrose10_iv dextrose25_iv dextrose50_iv"), ("oral glucose", "glucose_oral"), ("glucose gel", "glucose_oral"),
    ("glucose paste", "glucose_oral"), ("glutose", "glucose_oral"), ("instaglucose", "glucose_oral"),
    ("magnesium", "magnesium"), ("mag", "magnesium"), ("tranexamic", "txa"), ("sodium bicarb", "sodium_bicarbonate"),
    ("epi - pen", "epi_auto_agency epi_auto_own epi_im_vial"), ("solu - medrol", "methylprednisolone"), ("tpa", "thrombolytic"),
    ("asprin", "aspirin_po"), ("aspirn", "aspirin_po"), ("asa", "aspirin_po"), ("asprins", "aspirin_po"), ("aspirins", "aspirin_po"),
    ("nitroglycerine", "nitro_sl_own nitro_sl_agency nitro_iv"), ("nitroglycerin", "nitro_sl_own nitro_sl_agency nitro_iv"),
    ("nitroglycern", "nitro_sl_own nitro_sl_agency nitro_iv"), ("nitros", "nitro_sl_own nitro_sl_agency nitro_iv"),
    ("nitrogylcerin", "nitro_sl_own nitro_sl_agency nitro_iv"), ("nitroglycerins", "nitro_sl_own nitro_sl_agency nitro_iv"),
    ("fentanil", "fentanyl"), ("fentynal", "fentanyl"), ("fentanyal", "fentanyl"), ("fentynl", "fentanyl"),
    ("zofram", "ondansetron_odt ondansetron_parenteral"), ("ondansatron", "ondansetron_odt ondansetron_parenteral"),
    ("ondansteron", "ondansetron_odt ondansetron_parenteral"), ("benedryl", "diphenhydramine_parenteral"),
    ("benydryl", "diphenhydramine_parenteral"), ("narcann", "naloxone_in_unit naloxone_auto naloxone_im_vial naloxone_iv"),
    ("amioderone", "amiodarone"), ("amiodorone", "amiodarone"), ("morphene", "morphine"), ("versaid", "midazolam"),
    ("albuteral", "albuterol_neb albuterol_mdi_own albuterol_ipratropium_neb"), ("toridol", "ketorolac"),
    ("epinepherine", "epi_iv_arrest epi_push_dose epi_auto_agency epi_auto_own epi_im_vial"),
    ("epinephrin", "epi_iv_arrest epi_push_dose epi_auto_agency epi_auto_own epi_im_vial"),
    ("norepi", "norepinephrine"), ("epis", "epi_iv_arrest epi_push_dose"), ("amps of d50", "dextrose50_iv"),
    ("atropine", "atropine_iv duodote"),
)  # fmt: skip
# Medications whose label begins with a word that is no drug.
_NO_LABEL: Final = frozenset({"oxygen", "glucose_oral", "duodote", "blood_maintain", "antibiotic_continue"})
FLUIDS: Final = frozenset({"saline_bolus", "lactated_ringers"})
# Behind the name of a fluid these say that none was given: a saline lock, a flush, a moist dressing.
_NO_FLUID: Final = words("lock locks locked lok flush flushed flushes well soaked moistened gauze dressing")


class Named(NamedTuple):
    """A drug that is named: as it is called, what it may be, and the place behind its name."""

    name: str
    items: frozenset[str]
    end: int


@cache
def _names() -> Phrases[frozenset[str]]:
    """Names by their first word, the longest first, each with the items that go by it."""
    items: dict[tuple[str, ...], set[str]] = {}
    for name, named in chain(_of_the_catalog(), _of_people()):
        items.setdefault(_words(name), set()).update(named)
    return by_first_word((name, frozenset(ids)) for name, ids in items.items())


def _of_the_catalog() -> Iterator[tuple[str, set[str]]]:
    """Each name of a medication with its item."""
    for row in catalog():
        if row.kind == "medication" and row.id not in OTHERS:  # "drug" names none
            yield from ((name, {row.id}) for name in _names_of(row))


def _of_people() -> Iterator[tuple[str, set[str]]]:
    """Further names, with those of their items that the catalog has."""
    for name, ids in _ALSO:
        known = {item for item in ids.split() if item in catalog().rows}
        if known:
            yield name, known


def _names_of(row: CatalogItem) -> list[str]:
    names = [name for name in row.synonyms if name.casefold() not in NO_NAMES]
    head = _NAME_ENDS.split(row.label)[0]
    return names if row.id in _NO_LABEL or head.casefold() in NO_NAMES else [head, *names]


def _words(name: str) -> tuple[str, ...]:
    return tuple(token.low for tokens, _ in split(name) for token in tokens)


def named_at(tokens: list[TextToken], at: int) -> Named | None:
    """The drug that is named from here, if one is."""
    for rest, items in _names().get(tokens[at].low, ()):
        end = at + 1 + len(rest)
        if not rest or tuple(token.low for token in tokens[at + 1 : end]) == rest:
            if token_at(tokens, end).low in _NO_FLUID and items & FLUIDS:
                return None
            return Named(" ".join(token.low for token in tokens[at:end]), items, end)
    return None


def may_be_named(spoken: frozenset[str]) -> bool:
    """Whether a sentence of these words may name a drug."""
    return not spoken.isdisjoint(_names())
