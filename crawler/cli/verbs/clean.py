"""``newsdesk clean``: takes what does not belong to the article off a text or a saved page."""

import argparse
import json
import re
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import add_message_options, address, console_from, file_name, language_code
from crawler.cli.presentation import heading
from pipelines.errors import NewsdeskError, PageError, RecordError

if TYPE_CHECKING:
    from pipelines.items import Article, Block, RemovedBlock

SUMMARY = "Clean plain text or HTML: the article on stdout, without what does not belong to it"

_SHOWN_CHARS = 200
_SNIFFED_BYTES = 4096
_MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|article|div|main|section|p|h[1-6]|span|meta|script)\b[^<]*>",
    re.IGNORECASE,
)

_NOT_OF_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
"""Control characters but those of terminals and line printers, and what could not be decoded."""
_MAX_SHARE_OF_OTHERS = 0.01


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    parser.add_argument(
        "files", metavar="FILE", type=file_name, nargs="+", help="text or HTML; - for stdin"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--html",
        dest="is_html",
        action="store_true",
        default=None,
        help="the input is HTML (default: looked at)",
    )
    form.add_argument(
        "--text", dest="is_html", action="store_false", help="the input is plain text"
    )
    parser.add_argument(
        "--explain", action="store_true", help="tell each removed piece and why, on stderr"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a file: title, text, removed, flags"
    )
    parser.add_argument(
        "--title", metavar="TEXT", help="headline, where the input does not show it"
    )
    parser.add_argument(
        "--language", metavar="CODE", type=language_code, help="ISO 639-1 code, such as en"
    )
    parser.add_argument(
        "--url", metavar="URL", type=address, help="address the page was saved from"
    )
    add_message_options(parser)


def run(args: argparse.Namespace) -> int:
    """Clean the files one after the other and return the exit code."""
    console = console_from(args)
    code = ExitCode.SUCCESS
    for number, file in enumerate(args.files):
        try:
            cleaned = _clean(file, args)
        except RecordError as error:  # it names the file itself
            console.error(error.message)
            code = ExitCode.FAILURE
            continue
        except NewsdeskError as error:
            console.error(f"{_name(file)}: {error}")
            code = ExitCode.FAILURE
            continue
        if args.json:
            console.data(json.dumps(cleaned.as_json(_name(file)), ensure_ascii=False))
        else:
            _print_text(cleaned, _heading(args.files, number), console)
        if args.explain:
            _explain(cleaned, _name(file), console)
    return code


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedFile:
    """What is left of a file and what was taken off it."""

    title: str | None
    blocks: "tuple[Block, ...]"
    removed: "tuple[RemovedBlock, ...]"
    flags: tuple[str, ...]

    @property
    def text(self) -> str:
        """The cleaned text, paragraphs parted by an empty line."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def headline(self) -> str | None:
        """The title, unless it still stands in the text."""
        from pipelines.normalization import word_key

        keys = {word_key(block.text) for block in self.blocks}
        return None if self.title is None or word_key(self.title) in keys else self.title

    @property
    def shown(self) -> str:
        """What people read: headline and text, parted by an empty line."""
        return "\n\n".join(part for part in (self.headline, self.text) if part)

    def as_json(self, file: str) -> dict[str, object]:
        """Return the object that ``--json`` prints."""
        from dataclasses import asdict

        return {
            "file": file,
            "title": self.title,
            "text": self.text,
            "removed": [asdict(removed) for removed in self.removed],
            "flags": list(self.flags),
        }


def cleaned_page(article: "Article") -> CleanedFile:
    """Return what is left of a page that gave an article."""
    return CleanedFile(
        title=article.title,
        blocks=article.blocks,
        removed=article.removed,
        flags=article.quality_flags,
    )


def is_markup(data: bytes) -> bool:
    """Return whether the bytes look like HTML, by the tags near their start."""
    return _MARKUP.search(data[:_SNIFFED_BYTES]) is not None


def is_text(data: bytes) -> bool:
    """Return whether the bytes look like text: hardly one of the first is none of any text."""
    from pipelines.extraction.tree.encoding import decode

    start = decode(data[:_SNIFFED_BYTES], None)
    others = len(_NOT_OF_TEXT.findall(start))
    return not data.startswith(b"%PDF-") and others <= len(start) * _MAX_SHARE_OF_OTHERS


def _clean(file: str, args: argparse.Namespace) -> CleanedFile:
    from crawler.readers.saved_files import read_bytes

    data = sys.stdin.buffer.read() if file == "-" else read_bytes(Path(file))
    is_html = is_markup(data) if args.is_html is None else args.is_html
    if args.is_html is None and not is_html and not is_text(data):
        raise PageError("not-html", "is neither text nor HTML, by its first bytes; --text reads it")
    return _clean_html(data, args) if is_html else _clean_text(data, args)


def _clean_text(data: bytes, args: argparse.Namespace) -> CleanedFile:
    from pipelines.cleaning.cleaner import clean
    from pipelines.cleaning.plain_text import read_plain_text
    from pipelines.extraction.tree.encoding import decode

    document = read_plain_text(decode(data, None))
    document = replace(
        document,
        title=args.title or document.title,
        language=args.language or document.language,
    )
    cleaned = clean(document)
    return CleanedFile(
        title=document.title,
        blocks=cleaned.blocks,
        removed=cleaned.removed,
        flags=cleaned.flags,
    )


def _clean_html(data: bytes, args: argparse.Namespace) -> CleanedFile:
    from pipelines.article import build_article
    from pipelines.items import Entry, Page, SourceHints
    from pipelines.options import ExtractionOptions, Options

    url = args.url or "http://localhost/"
    page = Page(
        url=url,
        url_requested=url,
        body=data,
        fetched_at=datetime.now(UTC),
        entry=Entry(url=url, title=args.title) if args.title else None,
        hints=SourceHints(language=args.language),
    )
    # Whoever hands a page in wants it clean, however short the article is.
    options = Options(extraction=ExtractionOptions(min_body_words=1, is_title_needed=False))
    return cleaned_page(build_article(page, options=options))


def _print_text(cleaned: CleanedFile, above: str, console: Console) -> None:
    if above:
        console.data(above)
    if cleaned.shown:
        console.data(cleaned.shown)


def _explain(cleaned: CleanedFile, name: str, console: Console) -> None:
    cut = sum(len(removed.text) for removed in cleaned.removed)
    kept = sum(len(block.text) for block in cleaned.blocks)
    flags = f"; flags: {', '.join(cleaned.flags)}" if cleaned.flags else ""
    console.requested(
        f"{name}: {len(cleaned.removed)} removed, {cut:,} of {cut + kept:,} characters{flags}"
    )
    for removed in cleaned.removed:
        console.requested(
            f"- {removed.rule}: {removed.reason}\n"
            f"  block {removed.block}, characters {removed.start} to {removed.end}"
            f" ({len(removed.text)})\n"
            f"  {_shorten(removed.text)}",
            rule=removed.rule,
            block=removed.block,
            start=removed.start,
            end=removed.end,
        )


def _heading(files: list[str], number: int) -> str:
    return heading(_name(files[number]), number) if len(files) > 1 else ""


def _name(file: str) -> str:
    return "stdin" if file == "-" else file


def _shorten(text: str) -> str:
    if len(text) <= _SHOWN_CHARS:
        return text
    half = _SHOWN_CHARS // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
