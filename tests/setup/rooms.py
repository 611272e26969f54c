"""`make rooms`: the rooms of the house and who asks whom, drawn from the imports as docs/images/rooms.svg.

A room is a folder of epcr/. An arrow leads from a room down to one that it imports; one that follows from others on the way is left out, so
that the picture shows the fewest arrows by which everything is reached. The floors are those of layers.py.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from xml.sax.saxutils import escape

from tests.setup.layers import LAYERS, imports

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "images" / "rooms.svg"

WIDTH, MARGIN, ROOM, LANE = 1440, 20, 184, 14  # units of the picture: pixels at its own size
BOX, FLOOR, GAP = 92, 138, 12
LETTER = 6.7  # the width of a small letter
SWEEPS = 8  # how often each floor is put in order again; it comes to rest after four
HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"
 role="img" aria-labelledby="t d">
<title id="t">The rooms of the house</title>
<desc id="d">{words}</desc>
<style>
text {{ font: 12px system-ui, sans-serif; fill: #1d2a33 }} .name {{ font-weight: 600; font-size: 15px }}
.room {{ fill: #fff; stroke: #5b7282 }} .asks {{ fill: none; stroke: #7c93a1; stroke-width: 1.4 }}
</style>
<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0 8 4 0 8z" fill="#5b7282"/></marker></defs>
<rect width="100%" height="100%" fill="#f3f6f8"/>
"""

Rooms = dict[str, frozenset[str]]
Arrow = tuple[str, str]
Item = str | Arrow  # what stands on a floor: a room, or an arrow on its way past it


def rooms(package: Path) -> Rooms:
    """Each room that stands on a floor, with the rooms that it imports."""
    floors = {part for layer in LAYERS for part in layer}
    names = {folder.name for folder in package.iterdir() if (folder / "__init__.py").is_file()} & floors
    return {name: frozenset(_asked(package, name)) & names - {name} for name in sorted(names)}


def _asked(package: Path, name: str) -> Iterator[str]:
    for file in sorted((package / name).rglob("*.py")):
        for _, module in imports(ast.parse(file.read_text("utf-8")), package, file.relative_to(package)):
            if module.startswith("epcr."):
                yield module.split(".")[1]


def fewest(asks: Rooms) -> Rooms:
    """The same without the arrows that a longer way makes needless."""
    below: dict[str, frozenset[str]] = {}

    def reached(name: str) -> frozenset[str]:
        if name not in below:
            below[name] = asks[name].union(*(reached(other) for other in asks[name]))
        return below[name]

    return {
        name: frozenset(one for one in others if not any(one in reached(other) for other in others - {one}))
        for name, others in asks.items()
    }


def drawn(package: Path) -> str:
    """The picture."""
    arrows = [(name, other) for name, others in fewest(rooms(package)).items() for other in sorted(others)]
    floors = _floors(arrows)
    middle = _in_order(floors, arrows)
    level = {item: at for at, items in enumerate(floors) for item in items if isinstance(item, str)}
    words = "; ".join(f"{name} asks {other}" for name, other in arrows)
    height = (len(floors) - 1) * FLOOR + BOX + 2 * MARGIN
    parts = [HEAD.format(width=WIDTH, height=height, words=words)]
    parts += [_arrow(arrow, level, middle) for arrow in arrows]
    parts += [
        _box(name, middle[at, name] - ROOM / 2, _top(at), _about(package / name / "__init__.py"))
        for name, at in level.items()
    ]
    return "\n".join(parts) + "\n</svg>\n"


def _floors(arrows: Sequence[Arrow]) -> list[list[Item]]:
    """Rooms by floor, from above, and on each floor the arrows that pass it."""
    joined = {name for arrow in arrows for name in arrow}
    floors: list[list[Item]] = [
        list(names) for layer in reversed(LAYERS) if (names := [part for part in layer if part in joined])
    ]
    level = {name: at for at, names in enumerate(floors) for name in names}
    for name, other in arrows:
        for at in range(level[name] + 1, level[other]):
            floors[at].append((name, other))
    return floors


def _in_order(floors: list[list[Item]], arrows: Sequence[Arrow]) -> dict[tuple[int, Item], float]:
    """Where the middle of each item is. Each goes to the mean of what it is joined with on other floors (Sugiyama's order)."""
    middle = {
        (at, item): x for at, items in enumerate(floors) for item, x in zip(items, _apart(items), strict=True)
    }
    joined = _joined(floors, arrows)
    for _ in range(SWEEPS):
        for at, items in enumerate(floors):
            wished = {
                item: fmean(middle[other] for other in joined[at, item])
                if joined[at, item]
                else middle[at, item]
                for item in items
            }
            items.sort(key=lambda item: (wished[item], str(item)))
            middle |= {(at, item): x for item, x in zip(items, _apart(items, wished), strict=True)}
    return middle


def _joined(
    floors: list[list[Item]], arrows: Sequence[Arrow]
) -> dict[tuple[int, Item], list[tuple[int, Item]]]:
    level = {item: at for at, items in enumerate(floors) for item in items if isinstance(item, str)}
    joined: dict[tuple[int, Item], list[tuple[int, Item]]] = {
        (at, item): [] for at, items in enumerate(floors) for item in items
    }
    for name, other in arrows:
        way: list[tuple[int, Item]] = [
            (level[name], name),
            *((at, (name, other)) for at in range(level[name] + 1, level[other])),
            (level[other], other),
        ]
        for one, next_one in pairwise(way):
            if one[0] != next_one[0]:
                joined[one].append(next_one)
                joined[next_one].append(one)
    return joined


def _apart(items: Sequence[Item], wished: Mapping[Item, float] | None = None) -> list[float]:
    """The middles of a floor's items from left to right: where each wishes to be, pushed apart as far to the left as to the right."""
    widths = [ROOM if isinstance(item, str) else LANE for item in items]
    if wished is None:
        wished = dict.fromkeys(items, WIDTH / 2)
    wishes = [wished[item] for item in items]
    rightward = _pushed(wishes, widths)
    leftward = [WIDTH - x for x in _pushed([WIDTH - x for x in reversed(wishes)], widths[::-1])][::-1]
    return [(one + other) / 2 for one, other in zip(rightward, leftward, strict=True)]


def _pushed(wishes: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The middles from left to right, where nothing stands on another and all stays inside the picture."""
    left, placed = float(MARGIN), []
    for at, (wish, width) in enumerate(zip(wishes, widths, strict=True)):
        rest = sum(widths[at:]) + GAP * (len(widths) - 1 - at)
        start = min(max(left, wish - width / 2), WIDTH - MARGIN - rest)
        placed.append(start + width / 2)
        left = start + width + GAP
    return placed


def _top(level: int) -> int:
    return MARGIN + level * FLOOR


def _about(file: Path) -> str:
    """What a room says of itself first, up to a semicolon or the end of the sentence."""
    text = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return text.replace("\n", " ").split(";")[0].split(". ")[0].rstrip(".")


def _box(name: str, left: float, top: int, words: str) -> str:
    lines = textwrap.wrap(words, int((ROOM - GAP) / LETTER), max_lines=4, placeholder=" …")
    told = "".join(
        f'<text x="{left + 9:.0f}" y="{top + 36 + 15 * at}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return (
        f'<rect class="room" x="{left:.0f}" y="{top}" width="{ROOM}" height="{BOX}" rx="6"/>'
        f'<text class="name" x="{left + 9:.0f}" y="{top + 20}">{name}</text>{told}'
    )


def _arrow(arrow: Arrow, level: Mapping[str, int], middle: Mapping[tuple[int, Item], float]) -> str:
    """Down between the rooms, past each floor in a lane of its own; over their heads where both are neighbors."""
    name, other = arrow
    start, end = level[name], level[other]
    x, last = middle[start, name], middle[end, other]
    if start == end:
        over = _top(start) - 30
        way = f"M{x:.0f} {_top(start)}C{x:.0f} {over} {last:.0f} {over} {last:.0f} {_top(end)}"
    else:
        way = f"M{x:.0f} {_top(start) + BOX}"
        for at in range(start + 1, end + 1):
            to = last if at == end else middle[at, arrow]
            half = _top(at) - (FLOOR - BOX) // 2
            way += f"C{x:.0f} {half} {to:.0f} {half} {to:.0f} {_top(at)}" + ("" if at == end else f"v{BOX}")
            x = to
    return f'<path class="asks" d="{way}" marker-end="url(#end)"/>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(ROOT / "epcr"), "utf-8")
