"""Who is named on the pages of a class list stands apart from the sentence around it, like everybody else."""

from bs4 import BeautifulSoup

from epcr.people.model import Person
from tests.people.test_classes import classroom
from tests.people.test_importing import look

HEBREW = "\u05d6\u05d3\u05d3\u05e7"


def apart(page):
    """Whether each text of the page with the name in it stands in an element of its own."""
    html = BeautifulSoup(page.response.get_data(as_text=True), "html.parser")
    found = html.select_one("main").find_all(string=lambda text: HEBREW in text)
    return {text.parent.name for text in found if text.parent.name not in {"option", "textarea"}}


def rename(world, login):
    with world.database.write("the tests") as session:
        session.query(Person).filter_by(login=login).one().name = HEBREW


def test_who_is_not_on_the_list_stands_apart(world):
    rename(world, "ruiz")
    page = look(world, classroom(world).id, "Name,Login,Level\nIke Okafor,okafor,Paramedic\n")
    assert "In the class and not on the list" in page.words
    assert apart(page) == {"bdi"}


def test_who_came_from_another_class_stands_apart(world):
    number = classroom(world).id
    look(world, number, "Name,Login\nSam Stranger,stranger\nLea Late,lea.late").submit("Add 2 people")
    rename(world, "stranger")
    page = world.as_("teacher").open(f"/classes/{number}").follow("Take it back (the import of 1 person)")
    assert f"From other classes came {HEBREW}: out of" in page.words
    assert apart(page) == {"bdi"}
