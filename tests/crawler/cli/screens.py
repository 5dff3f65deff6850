"""A console of which a test sees what came out."""

import io
from dataclasses import dataclass, field

from typing_extensions import override

from crawler.cli.console import Console, ConsoleSettings


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    @override
    def isatty(self) -> bool:
        return True


@dataclass
class Screen:
    """A console and what came out of it."""

    settings: ConsoleSettings = field(default_factory=ConsoleSettings)
    err: io.StringIO = field(default_factory=io.StringIO)
    environment: dict[str, str] = field(default_factory=dict)
    out: io.StringIO = field(default_factory=io.StringIO)

    def console(self) -> Console:
        return Console(self.settings, self.out, self.err, self.environment)
