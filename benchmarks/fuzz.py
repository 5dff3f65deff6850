"""Gives every parser inputs that nobody would write, for as long as you like.

    python -m benchmarks.fuzz --minutes 10 [--seed N] [TARGET…]

Inputs are the fixtures of the repository, cut, doubled, spliced with each other and sprinkled with
bytes that have hurt parsers before. A target may raise what newsdesk raises on purpose, within the
time limit; anything else is a finding: its input is written into ``--findings``.
"""

import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType

from benchmarks.command_line import command_parser
from crawler.configuration.entry_paths import EntryPaths
from crawler.configuration.site_config_format import parse_site_config
from crawler.configuration.source_file import read_configuration
from crawler.configuration.toml_writer import write_toml
from crawler.configuration.url_lists import read_url_list
from crawler.discovery.detection import read_source
from crawler.discovery.xpath_entries import read_by_xpath
from crawler.limits.robots_rules import read_rules
from crawler.opml.subscriptions import read_opml, write_opml
from crawler.readers.paths import read_path
from crawler.readers.warc_originals import Originals
from pipelines.article import build_article
from pipelines.cleaning.cleaner import clean
from pipelines.cleaning.plain_text import read_plain_text
from pipelines.dates.parsing import DateContext, parse_date
from pipelines.errors import NewsdeskError
from pipelines.extraction.tree.encoding import decode
from pipelines.items import Page

FIXTURES = Path(__file__).parents[1] / "fixtures"
CHECK_FAILED = 4
LIMIT_S = 10.0
_URL = "http://news.example/a"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_MAX_CHANGES = 8
_MAX_BYTES = 400_000
_SPRINKLES = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\x1b]0;x\x07",
    b"<", b">", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&", b"&#x0;", b"&#xD800;", b"&nbsp;",
    b"<p>", b"<!DOCTYPE a [", b"</div>", b"<article>", b"<script>", b"{", b"}", b"[" * 200, b'"',
    b"\\u0000",
    b"\\", b"1e999", b"-1", b"99999999999999999999", b"0001-01-01", b"9999-12-31T23:59:60Z",
    b"31.02.2025", b"://", b"http://[", b"javascript:", b"%00", b"%", b"\r\n\r\n", b"\r",
    b"\t" * 50, b"* $", b"=", b"//*[",
)  # fmt: skip
_ROBOTS = (
    b"User-agent: *\nDisallow: /private*/x$\nAllow: /private/a%20b\nCrawl-delay: 2.5\n"
    b"Sitemap: http://news.example/s.xml\n\nUser-agent: newsdesk/1.0\nDisallow:\n"
)
_SITE_CONFIG = (
    b"body: //div[@id='story']\ntitle: //h1\ndate: substring-before(//time/@datetime, 'T')\n"
    b"strip: //aside\nstrip_id_or_class: promo\nfind_string: <x>\nreplace_string(a): b\n"
    b"if_page_contains: //div\nnext_page_link: //a[@rel='next']\ntest_url: http://x.example/a\n"
    b"test_contains: bench\n"
)
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/a\r\n"
    b"WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: 77\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<p>One</p>abc\r\n\r\n"
)

Parse = Callable[[bytes], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A parser and where its good inputs stand."""

    parse: Parse
    seeds: str = ""
    """A pattern below ``fixtures/``."""
    seed: bytes | None = None
    """A good input that stands here."""

    def read_seeds(self) -> list[bytes]:
        """Return the good inputs."""
        paths = sorted(FIXTURES.glob(self.seeds)) if self.seeds else []
        own = [] if self.seed is None else [self.seed]
        return [*own, *(path.read_bytes() for path in paths if path.is_file())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An input that a parser did not take as it should."""

    data: bytes
    what: str


class TooSlowError(Exception):
    """A parser took longer than it may."""


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz the targets one after another; return 4 when there is a finding."""
    parser = command_parser("fuzz", __doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target (default: 1)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"), metavar="FOLDER")
    arguments = parser.parse_args(argv)
    unknown = set(arguments.targets) - TARGETS.keys()
    if unknown:
        parser.error(f"no target {min(unknown)!r}; there are {', '.join(TARGETS)}")
    found = 0
    for name in arguments.targets or TARGETS:
        end = time.monotonic() + 60 * arguments.minutes
        runs, findings = fuzz(TARGETS[name], arguments.seed, partial(_is_before, end))
        print(f"{name}: {runs} inputs, {len(findings)} findings", flush=True)
        for finding in findings:
            _keep(finding, arguments.findings, f"{name}-{found}")
            found += 1
    return CHECK_FAILED if found else 0


def fuzz(target: Target, seed: int, goes_on: Callable[[], bool]) -> tuple[int, list[Finding]]:
    """Return how many inputs a target was given, and the findings, one of each kind."""
    chance = random.Random(seed)  # noqa: S311 - to be had again by its seed
    seeds = target.read_seeds()
    findings: dict[str, Finding] = {}
    runs = 0
    while goes_on():
        data = mutate(chance, seeds)
        what = try_parser(target.parse, data)
        runs += 1
        if what is not None:
            # Where it was raised tells one kind from another.
            findings.setdefault(
                what.rsplit("File ", 1)[-1].split("\n", 1)[0], Finding(data=data, what=what)
            )
    return runs, list(findings.values())


def _is_before(end: float) -> bool:
    return time.monotonic() < end


def mutate(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return one of the seeds with a few changes."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, _MAX_CHANGES)):
        at = chance.randint(0, len(data))
        to = min(len(data), at + chance.choice((1, 4, 40, 400, 4000)))
        match chance.randrange(6):
            case 0:
                del data[at:to]
            case 1:
                data[at:at] = data[at:to] * chance.choice((1, 2, 50))
            case 2:
                other = chance.choice(seeds)
                start = chance.randint(0, len(other))
                data[at:to] = other[start : start + chance.choice((10, 400, 4000))]
            case 3:
                data[at:at] = chance.choice(_SPRINKLES) * chance.choice((1, 1, 30))
            case 4:
                data[at:to] = chance.choice(_SPRINKLES)
            case _ if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
    return bytes(data[:_MAX_BYTES])


def try_parser(parse: Parse, data: bytes, limit_s: float = LIMIT_S) -> str | None:
    """Return what went wrong; ``None`` when the parser took the input, or refused it properly."""
    try:
        with _time_limit(limit_s):
            parse(data)
    except NewsdeskError:
        return None
    except Exception:  # noqa: BLE001 - it is what is looked for
        return traceback.format_exc()
    return None


@contextmanager
def _time_limit(limit_s: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"took longer than {limit_s:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _keep(finding: Finding, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(finding.data)
    (folder / f"{name}.txt").write_text(finding.what, encoding="utf-8")
    print(f"  {folder / name}: {finding.what.strip().rsplit(chr(10), 1)[-1]}")


def _read_source(data: bytes) -> object:
    return read_source(data, None, _URL)


def _read_page(data: bytes) -> object:
    return build_article(Page(url=_URL, url_requested=_URL, body=data, fetched_at=_NOW))


def _clean_text(data: bytes) -> object:
    return clean(read_plain_text(decode(data, None)))


def _read_by_xpath(data: bytes) -> object:
    paths = EntryPaths(item="//a[@href]/..", title=".", date=".//time", summary="following::p")
    return read_by_xpath(data, None, "https://fuzz.example/", paths)


def _carry_opml(data: bytes) -> object:
    """Carry subscriptions to ``sources.toml`` and back, where nothing may be refused any more."""
    sources = read_opml(data, "fuzz").sources
    try:
        return write_opml(read_configuration(write_toml(sources), "fuzz").sources)
    except NewsdeskError as error:
        raise AssertionError("what was imported cannot be read") from error


def _read_dates(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for start in range(0, min(len(text), 2000), 40):
        parse_date(text[start : start + 60], context=DateContext(now=_NOW))


def _read_robots(data: bytes) -> None:
    rules = read_rules(data, "newsdesk")
    rules.allows("http://news.example/private/a%20b?c#d")
    _ = rules.crawl_delay_s


def _read_text(parse: Callable[[str, str], object], data: bytes) -> object:
    return parse(data.decode("utf-8", "replace"), "fuzz")


def _read_file(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"saved{suffix}"
        path.write_bytes(data)
        with Originals() as originals:
            for _ in read_path(path, originals):
                pass


TARGETS: Mapping[str, Target] = {
    "feed": Target(parse=_read_source, seeds="feeds/*/*"),
    "sitemap": Target(parse=_read_source, seeds="sitemaps/*/*"),
    "listing": Target(parse=_read_source, seeds="listings/*/*.html"),
    "xpath": Target(parse=_read_by_xpath, seeds="listings/*/*.html"),
    "page": Target(parse=_read_page, seeds="pages/*/page.html"),
    "text": Target(parse=_clean_text, seeds="pages/*/page.html"),
    "dates": Target(parse=_read_dates, seeds="feeds/*/*"),
    "robots": Target(parse=_read_robots, seed=_ROBOTS),
    "opml": Target(parse=_carry_opml, seeds="sources/**/*.opml"),
    "toml": Target(
        parse=partial(_read_text, lambda text, name: read_configuration(text, name, {})),
        seeds="sources/**/*.toml",
    ),
    "site-config": Target(parse=partial(_read_text, parse_site_config), seed=_SITE_CONFIG),
    "url-list": Target(parse=partial(_read_text, read_url_list), seeds="sources/**/*.txt"),
    "manifest": Target(parse=partial(_read_file, ".jsonl"), seeds="pages/*/page.json"),
    "warc": Target(parse=partial(_read_file, ".warc"), seed=_WARC),
}


if __name__ == "__main__":
    sys.exit(main())
