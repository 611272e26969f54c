"""By which words a hospital is known whose name a sheet gives, and what is read in their place."""

import pytest

from epcr.prose.hospitals import HospitalNames, named


@pytest.mark.parametrize(
    ("name", "text", "reads"),
    [
        ("Mercy Ridge Regional", "Arrived Mercy Ridge 1448.", "Arrived the hospital 1448."),
        ("Mercy Ridge Regional", "to MERCY RIDGE REGIONAL", "to THE HOSPITAL"),
        ("Mercy Ridge Regional Medical Center", "at mercy ridge's bay", "at the hospital bay"),
        ("Mercy-Ridge Hospital", "at Mercy Ridge Hospital at 14:48", "at the hospital at 14:48"),
        ("The Teakwood Clinic Hospital", "left for Teakwood", "left for the hospital"),
        ("St. Anne Medical Center", "St Anne, Saint Anne and St. Anne's", "the hospital, the hospital and the hospital"),
        ("St. Mary's Hospital", "to St. Marys", "to the hospital"),
        ("Mount Alder Hospital", "at Mt. Alder", "at the hospital"),
        ("Hope Hospital", "HOPE at 1733", "THE HOSPITAL at 1733"),
        ("Hope Hospital", "pulled in at hope 1733", "pulled in at the hospital 1733"),
        ("Sharp Memorial Hospital", "to Sharp Memorial", "to the hospital"),
        ("County General Hospital", "to County General", "to the hospital"),
        ("University Medical Center", "to University Medical Center", "to the hospital"),
    ],
)  # fmt: skip
def test_a_name_reads_the_hospital(name, text, reads):
    (form,) = named(text, HospitalNames((name,)))
    assert form.text == reads
    begin = form.text.lower().index("the hospital")
    assert text[slice(*form.typed(begin, begin + 3))] in text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("County General Hospital", "the county roads"),
        ("University Medical Center", "a university student"),
        ("Hope Hospital", "in hope of relief"),
        ("Sharp Memorial Hospital", "Sharp pain since 1705"),
        ("Mercy Ridge Regional", "dispatched to 14 Mercy Ridge Road"),
        ("Alder County Hospital", "Alder County EMS responded, Alder County Sheriff on scene"),
        ("Medical Center", "a medical patient"),
        ("Hospital", "the hospital"),
        ("Home", "at home since Monday, home medications listed"),
        ("Patient's home", "left the patient's home"),
        ("Mercy Ridge Regional", "Pine Valley Regional"),
        ("St. Anne Medical Center", "ST elevation, Anne his wife"),
        ("", "anything"),
        ("...", "anything ..."),
    ],
)
def test_what_names_no_hospital_is_read_as_typed(name, text):
    assert not [*named(text, HospitalNames((name,)))]


def test_another_hospital_of_the_sheet_is_not_the_destination():
    names = HospitalNames(("St. Anne Medical Center",), ("Larkspur",))
    first, last = named("Left for Larkspur, not St. Anne.", names)
    assert last.text == "Left for the other hospital, not the hospital."
    begin = last.text.index("the other")
    start, end = first.typed(*last.typed(begin, begin + len("the other hospital")))
    assert "Left for Larkspur, not St. Anne."[start:end] == "Larkspur"
