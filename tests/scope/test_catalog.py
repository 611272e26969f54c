"""The catalog: everything there is to choose, found by the words people use, judged by rules that exist."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from epcr.broken_schema import BrokenSchema, stop
from epcr.scope import asked_as, rulesets
from epcr.scope.files.catalog import complain_of_lines
from epcr.scope.words import ROUTES
from epcr.sheet.catalog import COLUMNS, catalog, file, lines_of, parts
from epcr.sheet.vocabulary import vocabulary
from tests.rulebook.places import item, root
from tests.scope.asking import NATIONAL, asked

HEADER = ",".join(COLUMNS)
# The words in which the catalog names units, with their codes in eMedications.06.
UNITS = {
    word: vocabulary("dose_unit").find(word).code
    for _, cells in lines_of(file(), stop)
    for word in parts(cells["units"])
}
LINE = "bvm,procedure,Bag-valve-mask,425447009,SNOMED CT,Airway,BVM|bagging,,,,,,bvm"


def labels(words):
    return [one.label for one in catalog().search(words)]


def named(item):
    return asked_as(catalog()[item], rulesets()[NATIONAL])


def complaints(tmp_path, *lines, header=HEADER):
    written = tmp_path / "catalog.csv"
    written.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    found = []
    complain_of_lines(written, rulesets(), lambda _file, key, reason: found.append((key, reason)))
    return found


def test_every_item_of_the_ruleset_but_the_routes_can_be_chosen():
    national = rulesets()[NATIONAL]
    for name, row in national.items.items():
        assert (name in catalog().rows) is (row.kind != "route"), name
    for name in national.unlisted:
        assert name in catalog().rows


def test_every_code_of_the_standards_lists_can_be_chosen(shared):
    with (shared / "nemsis" / "lists" / "picklists_all.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["list"] in {"Procedure", "Medication"}]
    for row in rows:
        chosen = catalog().with_code(row["code"])
        assert chosen, row["suggested_label"]
        system = "RxNorm" if row["code_type"] == "RxNorm" else "SNOMED CT"
        assert {(one.kind, one.code_system) for one in chosen} == {(row["list"].lower(), system)}


def test_what_is_chosen_is_judged_by_a_rule_or_for_a_stated_reason():
    for one in catalog():
        route = ROUTES[one.routes[0]] if one.routes else None
        verdict = asked(level="Paramedic", route=route, **asked_as(one, rulesets()[NATIONAL]))
        assert "unknown" not in verdict.reason, one.id
        if verdict.verdict == "cannot_judge":
            assert verdict.source or verdict.candidates, one.id
            assert set(verdict.candidates) <= set(one.judged_as), one.id
        else:
            assert verdict.item in one.judged_as or verdict.item == one.id, one.id


def test_a_choice_that_says_supply_formulation_and_mode_is_its_own_rule_when_named_by_code():
    for one in catalog():
        if one.judged_as != (one.id,) or one.code is None or not (one.supply or one.formulation or one.mode):
            continue
        words = {key: value for key in ("supply", "formulation", "mode") if (value := getattr(one, key))}
        route = ROUTES[one.routes[0]] if one.routes else None
        verdict = asked(level="Paramedic", code=one.code, route=route, **words)
        assert verdict.item == one.id or one.id in verdict.candidates, one.id


def test_a_medication_says_its_routes_and_units_and_a_procedure_has_none():
    for one in catalog():
        if one.other:  # nobody knows of what is not in the list
            assert one.units == one.routes == ()
        elif one.kind == "medication":
            assert one.routes, one.id
            assert one.units, one.id
            assert set(one.routes) <= set(ROUTES)
            assert set(one.units) <= set(UNITS.values())
        else:
            assert one.units == one.routes == ()
            assert one.supply is one.formulation is None


def test_the_units_are_those_of_the_standard(shared):
    with (shared / "nemsis" / "codes.csv").open(encoding="utf-8", newline="") as lines:
        standard = {
            row["code"]: row["label"] for row in csv.DictReader(lines) if row["element"] == "eMedications.06"
        }
    assert set(UNITS.values()) <= set(standard)
    for unit, code in UNITS.items():
        assert unit.casefold() in standard[code].casefold().replace("[gas]", "").replace(" )", ")"), unit


def test_the_patients_own_and_the_agencys_medications_say_so():
    assert catalog()["epi_auto_own"].supply == "patient"
    assert catalog()["epi_auto_agency"].supply == "agency"
    assert catalog()["nitro_sl_own"].supply == "patient"
    assert catalog()["ecg12_acquire"].mode == "acquire"
    assert catalog()["ecg12_interpret"].mode == "interpret"
    assert catalog()["saline_bolus"].kind == "medication"
    assert catalog()["pulse_oximetry"].kind == "procedure"


def test_labels_are_plain_words_in_sentence_case_and_never_stand_twice():
    named = [one.label for one in catalog()]
    assert len(named) == len(set(named)) == len(catalog()) == 257
    for label in named:
        assert label == label.strip()
        assert label[0].isupper() or label[0].isdigit() or label == "EtCO2"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("narcan", "Naloxone nasal spray, unit dose"),
        ("NARCAN iv", "Naloxone IV or IO"),
        ("epipen", "Epinephrine auto-injector, agency stock"),
        ("nitro", "Nitroglycerin under the tongue, patient's own"),
        ("IO", "IO access"),
        ("EJ", "External jugular IV"),
        ("12-lead", "12-lead ECG, acquire and send"),
        ("NRB", "Oxygen by non-rebreather mask"),
        ("7806", "Oxygen"),
        ("vitals", "Vital signs"),
        ("c-collar", "Cervical collar"),
        ("o2 mask simple", "Oxygen by simple mask"),
        ("i-gel", "Supraglottic airway, single lumen"),
    ],
)
def test_what_people_say_finds_it_first(words, first):
    assert labels(words)[0] == first


def test_every_word_must_be_found_and_no_word_finds_everything():
    assert labels("narcan otic") == []
    assert len(labels("  ")) == len(catalog())
    assert {one.id for one in catalog().search("epi")} >= {
        "epi_auto_own",
        "epi_im_vial",
        "epi_iv_arrest",
        "epi_push_dose",
    }


def test_a_generic_choice_is_asked_by_its_code_and_a_rule_by_its_id():
    assert named("iv_access") == {"item": "iv_access"}
    assert named("wound_packing") == {"item": "wound_packing"}
    assert named("vital_signs") == {"item": "vital_signs"}
    assert named("ecg") == {"code": "29303009"}
    assert named("plasma") == {"code": "116861002"}
    assert named("iv_fluid_bolus") == {"code": "431393006"}


def chosen(name="given", code="77", kind="medication"):
    return replace(catalog()["bvm"], id=name, code=code, kind=kind)


BLOOD = {"id": "blood", "name": "Blood", "code": "77", "source": "law", "by_route": True}


def test_a_code_that_a_ruleset_has_as_a_procedure_and_a_medication_names_the_one_of_its_kind():
    for of_medications in ("medication", "fluid"):
        rules = root(
            items=[item("hang", kind="procedure", code="77"), item("bag", kind=of_medications, code="77")]
        )
        assert asked_as(chosen(kind="medication"), rules) == {"item": "bag"}
        assert asked_as(chosen(kind="procedure"), rules) == {"item": "hang"}
        assert asked_as(chosen("hang", kind="medication"), rules) == {"item": "hang"}
    three = [item("hang", kind="procedure", code="77"), item("bag", code="77"), item("bottle", code="77")]
    assert asked_as(chosen(kind="procedure"), root(items=three)) == {"item": "hang"}
    assert asked_as(chosen(kind="medication"), root(items=three)) == {"code": "77"}
    for only in (item("hang", kind="procedure", code="77"), item("bag", code="77")):
        assert asked_as(chosen(kind=only["kind"]), root(items=[only])) == {"code": "77"}


def test_a_code_without_a_row_of_its_own_is_asked_by_its_id_unless_a_row_shares_it():
    assert asked_as(chosen("blood"), root(unlisted=[BLOOD])) == {"item": "blood"}
    assert asked_as(chosen("given"), root(unlisted=[BLOOD])) == {"code": "77"}
    also = [item("hang", also=["77"])]
    assert asked_as(chosen("blood"), root(items=also, unlisted=[BLOOD])) == {"code": "77"}
    assert asked_as(chosen("blood"), root(items=[item("hang", code="78")], unlisted=[BLOOD])) == {
        "item": "blood"
    }
    assert asked_as(chosen("blood"), root(unlisted=[])) == {"code": "77"}
    alone = replace(chosen("elsewhere", code=None), judged_as=("elsewhere",))
    assert asked_as(alone, root()) == {"item": "elsewhere"}
    assert asked_as(chosen("elsewhere", code=None), root()) == {"item": "bvm"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (LINE.replace("procedure", "procedur"), '"procedure"'),
        (LINE.replace("SNOMED CT", "SNOMED"), '"SNOMED CT"'),
        (LINE.replace(",SNOMED CT,", ",,"), "go together"),
        (LINE.replace("425447009", ""), "go together"),
        (LINE.removesuffix("bvm") + "bvmm", '"bvm"'),
        (LINE.removesuffix("bvm"), "judged_as is missing"),
        (LINE.replace("Airway", " "), "category is missing"),
        (LINE.replace("Bag-valve-mask", ""), "label is missing"),
        (LINE.replace("bagging,,", "bagging,Orall,"), '"Oral"'),
        (LINE.replace("bagging,,,", "bagging,,patients,"), '"patient"'),
        (LINE.replace("bagging,,,,", "bagging,,,unitdose,"), '"unit_dose"'),
        (LINE.replace("bagging,,,,,", "bagging,,,,aquire,"), '"acquire"'),
        (LINE.replace(",,,,,,bvm", ",,,,,mgg,bvm"), '"mg"'),
        ("bvm,procedure", "columns"),
        (LINE + ",more", "columns"),
    ],
)
def test_a_broken_line_is_named_with_the_reason(tmp_path, line, said):
    found = complaints(tmp_path, line)
    assert [key for key, _ in found] == ["line 2"]
    assert said in found[0][1]


def test_a_line_in_order_has_no_complaint_and_may_not_stand_twice(tmp_path):
    assert complaints(tmp_path, LINE) == []
    assert complaints(tmp_path, LINE, LINE) == [("line 3", "bvm stands twice; keep one")]


def test_a_catalog_must_have_its_columns_and_be_readable(tmp_path):
    assert complaints(tmp_path, LINE, header=HEADER.replace("routes", "route"))[0][0] == "line 1"
    assert complaints(tmp_path, '"bvm')[0][0] == "the file"
    with pytest.raises(BrokenSchema, match="the file"):
        complain_of_lines(tmp_path / "gone.csv", rulesets(), stop)


@pytest.mark.parametrize(
    ("level", "verdict"), [("EMR", "permitted"), ("EMT", "permitted"), ("Paramedic", "permitted")]
)
def test_applying_pads_is_judged_by_the_rule_of_the_aed(level, verdict):
    pads = catalog()["x_pads_apply"]
    named = asked_as(pads, rulesets()[NATIONAL])
    assert named == {"item": "aed"}
    assert asked(level=level, **named).verdict == verdict
