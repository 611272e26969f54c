"""Where something is written that is given out piece by piece."""

from __future__ import annotations


class Outlet:
    """A file that is only written to, and emptied by whoever gives it out."""

    def __init__(self) -> None:
        """Nothing is in it."""
        self._chunks: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        """Keep some bytes."""
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since this was last asked."""
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)
