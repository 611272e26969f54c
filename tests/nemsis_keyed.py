"""An official case of NEMSIS keyed through the forms, as a trainee would."""

from __future__ import annotations


def keyed(world, case):
    """Key the case as a trainee would; the id of the sheet."""
    sheet = world.begin()
    own = world.sheet(sheet).crew[0].id
    first = True
    for sheetful in case.pages:
        query = ""
        if sheetful.slug == "crew" and first:
            query, first = f"?entry={own}", False
        if sheetful.slug == "exam":
            region = next(said for said in sheetful.said if said.name == "region")
            term = sheetful.section.fields()["region"].terms.find(region.words[0])
            query = f"?region={term.code}"
        page = world.page(sheet, sheetful.slug, query=query)
        for said in sheetful.said:
            getattr(page, said.act)(said.label, *said.words)
        answer = page.save()
        assert answer.status == 200, (
            sheetful.slug,
            [one.get_text(" ", strip=True) for one in answer.html.select("[role=alert]")],
        )
    return sheet
