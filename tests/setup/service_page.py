"""docs/service.md as a test uses it: its files and commands, with the places of one machine put where a test may write.

Only paths, ports and names are replaced. What stands in for the machine itself is here too: a runuser that stays who it is, and
systemctl, which starts and stops what the units of the page say.
"""

from __future__ import annotations

import re
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "service.md"
NAME = "training.college.edu"
PATIENCE_S = 120
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`(/[\w./-]+)`[^`\n]*:\s*$")
_SPAN = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(
    r"(epcr|systemctl|nginx|py|pip|python3?|setx|sysadminctl|launchctl|runuser|C:\\\S+|/opt/\S+) [-/\w]"
)


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Machine:
    """Where the machine of the page lies: its root folder, and its ports."""

    root: Path
    ports: dict[str, int] = field(
        default_factory=lambda: {one: free_port() for one in ("80", "443", "8000", "8001")}
    )

    @property
    def address(self) -> str:
        """What people open, without the path."""
        return f"https://{NAME}:{self.ports['443']}"

    def placed(self, text: str) -> str:
        """The text of the page with the places of this machine."""
        text = text.replace(f"https://{NAME}", self.address)
        for port in ("8000", "8001"):
            text = re.sub(rf"\b{port}\b", str(self.ports[port]), text)
        for port in ("80", "443"):
            text = re.sub(rf"listen {port}\b", f"listen 127.0.0.1:{self.ports[port]}", text)
        text = text.replace("/root/epcr/", f"{CHECKOUT}/").replace(
            "/root /root/epcr\n", f"/root {CHECKOUT}\n"
        )
        return re.sub(r"(?<![\w.}/-])/(opt|etc|root|var)(?=[/ \n])", rf"{self.root}/\1", text)

    def path(self, place: str) -> Path:
        """Where a place of the page lies."""
        return Path(f"{self.root}{place}")


@dataclass(frozen=True)
class Block:
    """A block of the page. `file` is where it is to be written, empty for commands."""

    section: str
    kind: str
    file: str
    text: str

    def commands(self) -> list[str]:
        """Its commands, one a line."""
        return [line for line in self.text.splitlines() if line.strip()] if self.kind == "sh" else []


def blocks() -> Iterator[Block]:
    """The blocks of the page, in order."""
    page = PAGE.read_text("utf-8")
    for found in _FENCE.finditer(page):
        before = page[: found.start()]
        section = re.findall(r"^## (.*)$", before, re.MULTILINE)[-1]
        named = _FILE.search(before.rstrip("\n"))
        yield Block(section, found[1], named[1] if named else "", found[2])


def commands_in_prose() -> set[str]:
    """What stands between the lines and is a command."""
    return {span for span in _SPAN.findall(_FENCE.sub("", PAGE.read_text("utf-8"))) if _COMMAND.match(span)}


def read_settings(text: str) -> dict[str, str]:
    """The settings of a file that systemd and a shell read."""
    lines = [line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#")]
    return {name: value.strip('"') for name, value in lines}


class Services:
    """What systemctl does with the units of the page."""

    def __init__(self, machine: Machine, environment: dict[str, str]) -> None:
        """Without any running yet."""
        self.machine, self.environment = machine, environment
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Run what the unit says, with its settings and in its folder: to its end if it is a oneshot."""
        unit = self.machine.path(f"/etc/systemd/system/{name}.service").read_text("utf-8")
        settings = self.environment | read_settings(Path(_of(unit, "EnvironmentFile")[0]).read_text("utf-8"))
        folder = (_of(unit, "WorkingDirectory") or [str(self.machine.root)])[0]
        for line in _of(unit, "ExecStart"):
            words = shlex.split(line.replace("$$", "$").replace("%%", "%"))  # as systemd reads them
            if _of(unit, "Type") == ["oneshot"]:
                subprocess.run(words, check=True, cwd=folder, env=settings, timeout=PATIENCE_S)
            else:
                with (self.machine.root / f"{name}.log").open("ab") as log:
                    self.running[name] = subprocess.Popen(
                        words, cwd=folder, env=settings, stdout=log, stderr=log
                    )

    def stop(self, name: str) -> int:
        """Stop it as systemd does; its status."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=PATIENCE_S)

    def log(self, name: str) -> str:
        """What its journal says."""
        return (self.machine.root / f"{name}.log").read_text("utf-8")

    def wait_for(self, name: str, words: str, times: int = 1) -> None:
        """Until its journal says it this often."""
        until = time.monotonic() + PATIENCE_S
        while self.log(name).count(words) < times:
            assert self.running[name].poll() is None, self.log(name)
            assert time.monotonic() < until, self.log(name)
            time.sleep(0.1)

    def end(self) -> None:
        """End all that still run."""
        for process in self.running.values():
            process.kill()
            process.wait()


def _of(unit: str, key: str) -> list[str]:
    return [line.split("=", 1)[1] for line in unit.splitlines() if line.startswith(f"{key}=")]
