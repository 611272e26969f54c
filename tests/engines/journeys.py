"""What every engine must bring home, written once: a call keyed, the network cut, the browser killed, a signature drawn, the sheet
submitted. The server stands on this machine and can be taken away, which is a cut that no engine can tell from a real one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Final

from epcr.sheet.exam import NO_ABNORMALITY
from tests import build
from tests.browser.serving import serving
from tests.engines.tab import EngineTab
from tests.world import PASSWORD, World

STATE: Final = "[data-save-state]"
NOTE: Final = "Wife gave him one nitroglycerin"
TRAINEE: Final = "ruiz"
SCENARIO: Final = "inferior-stemi"
ALERT, ORAL, PRIMARY_CAREGIVER = "3326001", "9927035", "4512003"


@dataclass
class Classroom:
    """A served world. Without its server it is a classroom without a network."""

    world: World
    port: int = 0
    _running: ExitStack = field(default_factory=ExitStack)

    def open(self) -> None:
        """Answer, at the same port as before."""
        address = self._running.enter_context(serving(self.world.app, port=self.port))
        self.port = int(address.rpartition(":")[2])

    def cut(self) -> None:
        """Answer nobody."""
        self._running.close()

    def reopen(self) -> None:
        """Answer, whatever was before."""
        self.cut()
        self.open()


@contextmanager
def classroom(world: World) -> Iterator[Classroom]:
    """A classroom that answers."""
    room = Classroom(world)
    room.open()
    yield room
    room.cut()


def signed_in(tab: EngineTab, address: str, sheet: str, page: str) -> None:
    """Open a page of a sheet, signed in."""
    tab.go(f"{address}/sign-in")
    if tab.evaluate("document.querySelector('[name=login]') !== null"):
        tab.type("[name=login]", TRAINEE)
        tab.type("[name=password]", PASSWORD)
        tab.tap("main button[type=submit]")
        tab.until("location.pathname === '/'")
    tab.go(f"{address}/sheets/{sheet}/{page}")
    tab.until("document.documentElement.classList.contains('js')")


def saved(tab: EngineTab) -> None:
    """Wait until everything has arrived."""
    tab.until(f"!document.querySelector('{STATE}').hasAttribute('data-dirty')")
    tab.says(STATE, "Saved ")


def a_call_is_keyed(tab: EngineTab, room: Classroom, address: str) -> None:
    """A time, a set of vital signs, a medication, findings, a note: on the call screen, and nothing of it twice."""
    sheet = room.world.begin(TRAINEE, SCENARIO)
    signed_in(tab, address, sheet, "call")
    key_the_call(tab)
    saved(tab)
    is_on_the_sheet(room, sheet)


def the_network_is_cut(tab: EngineTab, room: Classroom, address: str) -> None:
    """The same with nobody who answers: all of it is kept, said, and sent once when somebody does."""
    sheet = room.world.begin(TRAINEE, SCENARIO)
    signed_in(tab, address, sheet, "call")
    have_the_list_of_acts(tab)
    room.cut()
    key_the_call(tab)
    tab.says(STATE, "Kept on this device")
    assert room.world.sheet(sheet).incident.left_scene is None
    network_is_back(tab, room)
    saved(tab)
    is_on_the_sheet(room, sheet)


def a_call_is_brought_home(tab: EngineTab, room: Classroom, address: str) -> None:
    """The first three journeys on one sheet: a call is keyed, the network is cut in the middle, the page is killed before it is back; all
    of it stands on the sheet once.
    """
    sheet = room.world.begin(TRAINEE, SCENARIO)
    signed_in(tab, address, sheet, "call")
    have_the_list_of_acts(tab)
    key_the_beginning(tab)
    saved(tab)
    stored = room.world.sheet(sheet)
    assert (stored.incident.left_scene is not None, len(stored.vitals)) == (True, 1)
    room.cut()
    key_the_rest(tab)
    tab.says(STATE, "Kept on this device")
    assert room.world.sheet(sheet).notes == []
    tab.kill()
    room.open()
    signed_in(tab, address, sheet, "call")
    saved(tab)
    is_on_the_sheet(room, sheet)


def the_page_is_killed(tab: EngineTab, room: Classroom, address: str) -> None:
    """What was typed and could not be sent stands there after a crash, and is sent."""
    sheet = room.world.begin(TRAINEE, SCENARIO)
    signed_in(tab, address, sheet, "patient")
    room.cut()
    tab.type("#patient-last_name", "Harper")
    tab.tap("#patient-first_name")
    tab.says(STATE, "Kept on this device")
    tab.kill()
    room.open()
    signed_in(tab, address, sheet, "patient")
    tab.until("document.querySelector('#patient-last_name').value === 'Harper'")
    saved(tab)
    assert room.world.sheet(sheet).patient.last_name == "Harper"


def a_page_opens_without_a_network(tab: EngineTab, room: Classroom, address: str) -> None:
    """At a secure address a page that was open here opens with nobody who answers, after a kill too, and takes what is typed."""
    sheet = room.world.begin(TRAINEE, SCENARIO)
    signed_in(tab, address, sheet, "patient")
    tab.until("navigator.serviceWorker.controller")
    signed_in(tab, address, sheet, "patient")  # now by way of the worker, which keeps it
    room.cut()
    tab.kill()
    tab.go(f"{address}/sheets/{sheet}/patient")
    tab.until("document.documentElement.dataset.kept")
    tab.until("document.querySelector('form[data-taken-up]')")
    tab.type("#patient-last_name", "Harper")
    tab.tap("#patient-first_name")
    tab.says(STATE, "Kept on this device")
    room.open()
    signed_in(tab, address, sheet, "patient")
    saved(tab)
    assert room.world.sheet(sheet).patient.last_name == "Harper"


def it_is_signed_and_submitted(tab: EngineTab, room: Classroom, address: str) -> None:
    """A signature is drawn, and the sheet goes to the instructor."""
    made = build.sheet()
    made.signatures = []
    sheet = room.world.keep(made, TRAINEE)
    signed_in(tab, address, sheet, "signatures")
    new = tab.until("document.querySelector('[data-strokes]').name.split('-')[1]")
    # The engine's own list of choices is out of reach of every driver alike.
    chosen = f"document.querySelector('select[name=signatures-{new}-signer]')"
    tab.evaluate(
        f"(({chosen}).value = '{PRIMARY_CAREGIVER}', ({chosen}).dispatchEvent(new Event('change', {{ bubbles: true }})))"
    )
    tab.type(f"#signatures-{new}-signer_name", "Ana Ruiz")
    tab.type(f"#signatures-{new}-signed_at", "17:42")
    saved(tab)  # what is drawn anew then moves the page
    tab.draw("[data-signature] canvas")
    tab.until(
        "document.querySelector('[data-strokes]').value"
    )  # the pen was lifted: an engine tells the page a moment after the driver
    saved(tab)
    (signature,) = room.world.sheet(sheet).signatures
    assert (signature.signer_name, bool(signature.drawing)) == ("Ana Ruiz", True), signature.signer_name
    tab.go(f"{address}/sheets/{sheet}/check")
    tab.tap("main button", "Submit")
    tab.says("main", "Submitted")


def network_is_back(tab: EngineTab, room: Classroom) -> None:
    """The server answers, and the device hears that it has a network."""
    room.open()
    tab.evaluate("dispatchEvent(new Event('online'))")


def key_the_call(tab: EngineTab) -> None:
    """Tap what an EMT taps."""
    key_the_beginning(tab)
    key_the_rest(tab)


def key_the_beginning(tab: EngineTab) -> None:
    """A time and a set of vital signs."""
    tab.tap("[data-time=incident-left_scene]")
    open_sheet(tab, "vitals")
    for digit in "12874":
        tab.tap(f"dialog[open] [data-key='{digit}']")
    tab.tap("dialog[open] [data-avpu]", "A")
    tab.tap("dialog[open] [data-save]")


def key_the_rest(tab: EngineTab) -> None:
    """A medication, findings, a note."""
    open_sheet(tab, "medication")
    tab.tap("dialog[open] [data-item]", "Aspirin")
    tab.look()
    for digit in "324":
        tab.tap(f"dialog[open] [data-step=say] [data-key='{digit}']")
    tab.tap("dialog[open] [data-choice=route]", "Oral")
    tab.tap("dialog[open] [data-step=say] [data-save]")
    open_sheet(tab, "finding")
    tab.tap("dialog[open] [data-region-normal=chest]")
    tab.tap("dialog[open] [data-close]")
    open_sheet(tab, "note")
    tab.type("#note-sheet-words", NOTE)
    tab.tap("dialog[open] button[value=save]")


def have_the_list_of_acts(tab: EngineTab) -> None:
    """Wait until the device has the list that medications are chosen from."""
    open_sheet(tab, "medication")
    tab.until("document.querySelector('dialog[open] [data-found] [data-item]')")
    tab.tap("dialog[open] [data-leave]")


def open_sheet(tab: EngineTab, name: str) -> None:
    """Tap a tile, and look at what comes."""
    tab.tap(f"button[data-sheet={name}]")
    tab.until(f"document.querySelector('dialog[data-call-sheet={name}]').open")
    tab.look()


def is_on_the_sheet(room: Classroom, sheet: str) -> None:
    """Each thing that `key_the_call` keys stands once on the sheet, and nothing else."""
    stored = room.world.sheet(sheet)
    assert stored.incident.left_scene is not None
    assert [(taken.systolic, taken.diastolic, taken.avpu) for taken in stored.vitals] == [(128, 74, ALERT)]
    assert [(act.item, act.dose, act.route) for act in stored.interventions] == [("aspirin_po", 324.0, ORAL)]
    assert [(row.region, row.findings) for row in stored.exam] == [("chest", [NO_ABNORMALITY["chest"]])]
    assert [note.words for note in stored.notes] == [NOTE]


Journey = Callable[[EngineTab, Classroom, str], None]
JOURNEYS: Final[tuple[Journey, ...]] = (
    a_call_is_keyed,
    the_network_is_cut,
    the_page_is_killed,
    it_is_signed_and_submitted,
)
# Pages are kept where the address counts as secure, and there alone.
OF_A_SECURE_ADDRESS: Final[tuple[Journey, ...]] = (*JOURNEYS, a_page_opens_without_a_network)
# Of `make test`: the same steps in fewer walks.
IN_SHORT: Final[tuple[Journey, ...]] = (a_call_is_brought_home, it_is_signed_and_submitted)
IN_SHORT_OF_A_SECURE_ADDRESS: Final[tuple[Journey, ...]] = (*IN_SHORT, a_page_opens_without_a_network)
