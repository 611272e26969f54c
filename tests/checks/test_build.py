"""The sheets that tests are built from are ones that a person could have typed."""

from dataclasses import replace

import pytest

from epcr.checks import findings
from tests.build import arrested_sheet, cancelled_sheet, injured_sheet, refused_sheet, sheet

COMPLETE = (sheet, refused_sheet, cancelled_sheet, arrested_sheet, injured_sheet)


@pytest.mark.parametrize("make", COMPLETE)
def test_every_value_of_a_built_sheet_reads_back_as_it_was_written(make):
    run_sheet = make()
    for part in run_sheet.parts():
        context = replace(run_sheet.context(), siblings={"region": getattr(part, "region", None) or ""})
        for name, spec in part.fields().items():
            value = getattr(part, name)
            if value is None:
                continue
            typed = spec.write(value, context)
            assert spec.read(["\n".join(typed)], context) == value, f"{part.page.slug}.{name}"


@pytest.mark.parametrize("make", COMPLETE)
def test_every_reason_of_a_built_sheet_is_one_of_its_field(make):
    for part in make().parts():
        for name, why in part.absent.items():
            assert why in part.fields()[name].reasons, f"{part.page.slug}.{name}"


@pytest.mark.parametrize("make", COMPLETE)
def test_a_complete_sheet_has_no_findings(make):
    assert findings(make()) == []
