"""Lines that are to stand in a new dataset in place of others, until they are written."""

from collections.abc import Iterable, Iterator, Mapping

from crawler.scratch import Scratch

_SCHEMA = """
CREATE TABLE patches (
    segment TEXT, number INTEGER, line TEXT, PRIMARY KEY (segment, number)
) WITHOUT ROWID;
CREATE TABLE extras (segment TEXT, number INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE INDEX extras_by_segment ON extras (segment);
"""


class Patches(Scratch):
    """By segment and line. SQLite keeps them on disk when they grow, gone when closed."""

    def __init__(self) -> None:
        super().__init__(_SCHEMA)

    def put(self, segment: str, number: int, line: str | None) -> None:
        """Have another line, or none, in place of the line of a segment; they count from 1."""
        self._connection.execute(
            "INSERT OR REPLACE INTO patches VALUES (?, ?, ?)", (segment, number, line)
        )

    def add(self, segment: str, line: str) -> None:
        """Have one more line at the end of a segment, which need not be there yet."""
        self._connection.execute(
            "INSERT INTO extras (segment, line) VALUES (?, ?)", (segment, line)
        )

    def segments(self) -> frozenset[str]:
        """Return the segments that become others."""
        rows = self._connection.execute(
            "SELECT segment FROM patches UNION SELECT segment FROM extras"
        )
        return frozenset(segment for (segment,) in rows)

    def applied(self, segment: str, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the lines of a segment as they are to be."""
        changed = self._changed(segment)
        for number, line in enumerate(lines, start=1):
            new = changed.get(number, line)
            if new is not None:
                yield new
        rows = self._connection.execute(
            "SELECT line FROM extras WHERE segment = ? ORDER BY number", (segment,)
        )
        for (line,) in rows:
            yield line.encode()

    def _changed(self, segment: str) -> Mapping[int, bytes | None]:
        rows = self._connection.execute(
            "SELECT number, line FROM patches WHERE segment = ?", (segment,)
        )
        return {number: None if line is None else line.encode() for number, line in rows}
