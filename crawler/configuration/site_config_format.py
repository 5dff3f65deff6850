"""Site config files of FiveFilters Full-Text RSS: directives become rules, tests and notes.

The format: https://help.fivefilters.org/full-text-rss/site-patterns.html. What that page does not
describe follows the public files (https://github.com/fivefilters/ftr-site-config): several lines
of ``body``, ``title``, ``author`` and ``date`` are tried in order, ``if_page_contains`` belongs to
the link above it, and ``test_contains`` to the test URL above it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from crawler.configuration import values
from crawler.configuration.site_rules import SiteTest
from crawler.configuration.values import BadValueError
from pipelines.errors import ConfigError
from pipelines.extraction.user_rules.selectors import as_xpath, check_selector
from pipelines.items import LinkRule, SiteRules

NoteKind = Literal["broken", "ignored", "unknown"]

# Sorted. From the documentation, and from the public files where that is silent.
IGNORED_DIRECTIVES = frozenset(
    {
        "autodetect_next_page", "autodetect_on_failure", "convert_double_br_tags", "dissolve",
        "footnotes", "http_header", "insert_detected_image", "login_extra_fields",
        "login_password_field", "login_uri", "login_username_field", "move_into",
        "native_ad_clue", "not_logged_in_xpath", "parser", "post_strip_attr", "prune",
        "requires_login", "single_page_link_in_feed", "skip_id_or_class", "skip_json_ld",
        "src_lazy_load_attr", "strip_attr", "strip_comments", "tidy", "wrap_in",
    }
)  # fmt: skip
"""Known, and without effect here."""
_INSTEAD: Mapping[str, str] = {
    "http_header": 'user_agent under [site."…"], or headers of a source',
    "requires_login": "headers of a source, with the cookie of an account of yours",
}
"""What has the effect of such a directive here, where anything has."""
_WITH_ARGUMENT = re.compile(r"([A-Za-z_]+)\((.*?)\)\s*:(.*)", re.DOTALL)
_QUOTES = str.maketrans("", "", "'\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line of a file that has no effect, and why."""

    line: int
    """Counted from 1."""
    directive: str
    kind: NoteKind
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """What one file says."""

    rules: SiteRules
    tests: tuple[SiteTest, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def has_rules(self) -> bool:
        """Whether any line has an effect on pages."""
        return self.rules != SiteRules(id=self.rules.id)


@lru_cache(maxsize=256)
def parse_site_config(text: str, rule_id: str) -> SiteConfig:
    """Return the rules, tests and notes of a file; ``rule_id`` names the rules in records.

    Never raises: a line that cannot be used gives a note and is passed over.
    """
    draft = _Draft()
    for line in _lines(text):
        _take(draft, line)
    return draft.finish(rule_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    number: int
    directive: str
    """Empty when the line has none."""
    argument: str
    value: str


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A file while it is read."""

    selectors: dict[str, list[str]] = field(default_factory=dict)
    """By attribute of ``SiteRules``."""
    links: dict[str, list[LinkRule]] = field(default_factory=dict)
    """By attribute of ``SiteRules``."""
    last_link: str | None = None
    condition: str | None = None
    """Of ``if_page_contains``, when no link stands above it: it waits for the next one."""
    found: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    last_replacement: int = 1
    """Line of the last ``find_string`` or ``replace_string``."""
    tests: list[SiteTest] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, line: _Line, kind: NoteKind, message: str) -> None:
        directive = line.directive or line.value
        self.notes.append(Note(line=line.number, directive=directive, kind=kind, message=message))

    def finish(self, rule_id: str) -> SiteConfig:
        """Return what the file says; unpaired replacements have no effect, as in the original."""
        is_paired = len(self.found) == len(self.replaced)
        if not is_paired:
            last = _Line(
                number=self.last_replacement, directive="find_string", argument="", value=""
            )
            counts = f"{len(self.found)} find_string, {len(self.replaced)} replace_string"
            self.note(last, "broken", f"{counts}: write one for each, or none is replaced")
        pairs = zip(self.found, self.replaced, strict=True) if is_paired else ()
        selectors = {name: tuple(dict.fromkeys(found)) for name, found in self.selectors.items()}
        links = {name: tuple(found) for name, found in self.links.items()}
        replacements = tuple(pairs)
        return SiteConfig(
            rules=_rules(rule_id, selectors, links, replacements),
            tests=tuple(self.tests),
            notes=tuple(self.notes),
        )


def _rules(
    rule_id: str,
    selectors: Mapping[str, tuple[str, ...]],
    links: Mapping[str, tuple[LinkRule, ...]],
    replacements: tuple[tuple[str, str], ...],
) -> SiteRules:
    return SiteRules(
        id=rule_id,
        body=selectors.get("body", ()),
        title=selectors.get("title", ()),
        author=selectors.get("author", ()),
        date=selectors.get("date", ()),
        remove=selectors.get("remove", ()),
        replacements=replacements,
        next_page=links.get("next_page", ()),
        single_page=links.get("single_page", ()),
    )


def _lines(text: str) -> Iterator[_Line]:
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = raw.strip()
        if line and not line.startswith("#"):
            yield _split(number, line)


def _split(number: int, line: str) -> _Line:
    with_argument = _WITH_ARGUMENT.fullmatch(line)
    if with_argument is not None:
        name, argument, value = with_argument.groups()
    else:
        name, colon, value = line.partition(":")
        argument = ""
        if not colon:
            return _Line(number=number, directive="", argument="", value=line)
    return _Line(
        number=number, directive=name.strip().lower(), argument=argument, value=value.strip()
    )


def _take(draft: _Draft, line: _Line) -> None:
    read = _READERS.get(line.directive)
    if read is None:
        _note_unread(draft, line)
    elif not line.value and line.directive != "replace_string":
        draft.note(line, "broken", "no value stands behind the colon")
    else:
        try:
            read(draft, line)
        except (BadValueError, ConfigError) as error:
            draft.note(line, "broken", str(error))


def _note_unread(draft: _Draft, line: _Line) -> None:
    if line.directive in IGNORED_DIRECTIVES:
        instead = _INSTEAD.get(line.directive)
        hint = f"; what does it is {instead}" if instead else ""
        draft.note(line, "ignored", f"known, without effect here{hint}")
    elif line.directive:
        meant = values.nearest(line.directive, _READERS)
        hint = f'; did you mean "{meant}"?' if meant else ""
        draft.note(line, "unknown", f"unknown directive{hint}")
    else:
        draft.note(line, "unknown", 'no directive: write "name: value"')


def _xpath(value: str) -> str:
    selector = as_xpath(value)
    check_selector(selector)
    return selector


def _read_selector(attribute: str) -> Callable[[_Draft, _Line], None]:
    def read(draft: _Draft, line: _Line) -> None:
        draft.selectors.setdefault(attribute, []).append(_xpath(line.value))

    return read


def _read_removed(template: str) -> Callable[[_Draft, _Line], None]:
    def read(draft: _Draft, line: _Line) -> None:
        # As in the original: quotes would end the text in the expression.
        part = line.value.translate(_QUOTES).strip()
        if not part:
            raise BadValueError("only quotes stand behind the colon")
        selector = _xpath(template.replace("%", part))
        draft.selectors.setdefault("remove", []).append(selector)

    return read


def _read_link(attribute: str) -> Callable[[_Draft, _Line], None]:
    def read(draft: _Draft, line: _Line) -> None:
        link = LinkRule(selector=_xpath(line.value), if_page_contains=draft.condition)
        draft.condition = None
        draft.last_link = attribute
        draft.links.setdefault(attribute, []).append(link)

    return read


def _read_condition(draft: _Draft, line: _Line) -> None:
    condition = _xpath(line.value)
    if draft.last_link is None:
        draft.condition = condition
    else:
        links = draft.links[draft.last_link]
        links[-1] = replace(links[-1], if_page_contains=condition)


def _read_found(draft: _Draft, line: _Line) -> None:
    draft.last_replacement = line.number
    draft.found.append(line.value)


def _read_replaced(draft: _Draft, line: _Line) -> None:
    draft.last_replacement = line.number
    if line.argument:
        draft.found.append(line.argument)
    draft.replaced.append(line.value)


def _read_test_url(draft: _Draft, line: _Line) -> None:
    draft.tests.append(SiteTest(url=values.http_url(line.value)))


def _read_test_text(draft: _Draft, line: _Line) -> None:
    if not draft.tests:
        raise BadValueError("stands above every test_url; write it below the one it belongs to")
    last = draft.tests[-1]
    draft.tests[-1] = replace(last, must_contain=(*last.must_contain, values.text(line.value)))


_READERS: Mapping[str, Callable[[_Draft, _Line], None]] = {
    "author": _read_selector("author"),
    "body": _read_selector("body"),
    "date": _read_selector("date"),
    "find_string": _read_found,
    "if_page_contains": _read_condition,
    "next_page_link": _read_link("next_page"),
    "replace_string": _read_replaced,
    "single_page_link": _read_link("single_page"),
    "strip": _read_selector("remove"),
    "strip_id_or_class": _read_removed("//*[contains(@class, '%') or contains(@id, '%')]"),
    "strip_image_src": _read_removed("//img[contains(@src, '%')]"),
    "test_contains": _read_test_text,
    "test_url": _read_test_url,
    "title": _read_selector("title"),
}
