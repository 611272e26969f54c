"""What no check looks at, and why: the fields that can say anything without a question. A check that begins to look at one takes
it from this list.

Every field is read against its own kind before it is saved: a number against its limits, a choice against its list. Times and dates
are compared with the clock by their kind, members with the crew. What is meant here is a comparison with the rest of the sheet.
"""

import re
from pathlib import Path

import epcr
from epcr import paths
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import BY_SLUG, SECTIONS

REASONS = {
    "a number or a name that stands nowhere else on the sheet": {
        "incident": {"incident_number", "response_number", "agency_number", "other_agencies"},
        "crew": {"program", "certificate_number"},
        "patient": {"middle_name", "kin_last_name", "kin_phone"},
        "disposition": {"destination_code"},
    },
    "an invented address: nothing is right or wrong of it": {
        "incident": {"street", "county", "zip_code"},
        "patient": {"home_street", "home_city", "home_county", "home_state", "home_zip_code", "alternate_residence"},
        "disposition": {"destination_county", "destination_state", "destination_zip_code"},
    },
    "about the unit or the call, without a counterpart in the care": {
        "incident": {
            "capability", "dispatch_priority", "emd_performed", "protective_equipment", "other_services",
        },
        "disposition": {
            "instructions", "moved_from", "patients_transported",
        },
    },
    "told by the patient or by others, in words that no rule reads": {
        "patient": {"race"},
        "history": {
            "other_duration", "other_duration_units", "history_from", "complaint_location", "organ_system",
        },
        "injury": {"speed", "impact", "seat"},
        "arrest": {"downtime", "defibrillated_by"},
    },
    "looked at or done once, and no source says what it must agree with": {
        "primary": {"transport_priority"},
        "arrest": {"rhythm_at_destination"},
        "vitals": {"reperfusion"},
        "interventions": {"airway_pressure", "complications"},
    },
}  # fmt: skip
BY_KIND = (Moment, Day, OfCrew)


def looked_at_by_none():
    """Every field that is named neither in a check nor in a file of rules, and is not compared by its kind."""
    checks = Path(epcr.__file__).parent / "checks"
    # Phrases are words of every day: this file looks at the fields of its `fields`, and the others at none.
    told, *others = (paths.schemas() / name for name in ("told.toml", "denials.toml", "spoken.toml"))
    files = [*checks.rglob("*.py"), *(set(paths.schemas().glob("*.toml")) - {told, *others})]
    fields = re.findall(r"(?m)^fields = .*$", told.read_text("utf-8"))
    texts = [*(file.read_text("utf-8") for file in files), *fields]
    named = {word for text in texts for word in re.findall(r"\w+", text)}
    return {
        (section.page.slug, name)
        for section in SECTIONS
        for name, spec in section.fields().items()
        if name not in named and not isinstance(spec, BY_KIND)
    }


def test_what_no_check_looks_at_is_known_with_its_reason():
    listed = [(slug, name) for slugs in REASONS.values() for slug, names in slugs.items() for name in names]
    assert len(listed) == len(set(listed))
    assert all(name in BY_SLUG[slug].fields() for slug, name in listed)
    assert set(listed) - looked_at_by_none() == set()  # one that a check looks at now leaves the list
