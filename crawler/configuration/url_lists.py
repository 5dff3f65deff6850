"""Plain lists of URLs as sources: those of a file, one a line, or of the command line."""

from collections.abc import Collection, Iterable

from crawler.configuration.source_ids import fill_ids
from crawler.configuration.sources import Source, SourceKind
from crawler.configuration.tables import Problems, show
from crawler.configuration.values import BadValueError, http_url


def read_url_list(text: str, name: str) -> tuple[Source, ...]:
    """Return a source for each line of a list, each URL once.

    Empty lines count for nothing, nor does what stands behind a ``#`` at the start of a line or
    after a space. ``name`` is what messages call the list.

    Raises:
        ConfigError: a line is no http(s) URL; the message names all such lines.
    """
    problems = Problems(name)
    urls: dict[str, None] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        content = _without_comment(line)
        if not content:
            continue
        try:
            urls[http_url(content)] = None
        except BadValueError as error:
            problems.add(f"line {number}", f"{show(content)} {error}")
    problems.raise_if_any()
    return _sources(urls, "auto")


def sources_from_urls(urls: Iterable[str], kind: SourceKind = "auto") -> tuple[Source, ...]:
    """Return a source for each of the URLs, each once.

    Raises:
        ConfigError: one of them is no http(s) URL; the message names all such.
    """
    problems = Problems("")
    checked: dict[str, None] = {}
    for url in urls:
        try:
            checked[http_url(url)] = None
        except BadValueError as error:
            problems.add(show(url), str(error))
    problems.raise_if_any()
    return _sources(checked, kind)


def write_url_list(sources: Iterable[Source]) -> str:
    """Return the URLs of the sources, one a line."""
    return "".join(f"{source.url}\n" for source in sources)


def _sources(urls: Collection[str], kind: SourceKind) -> tuple[Source, ...]:
    ids = fill_ids([(None, url) for url in urls])
    return tuple(
        Source(id=source_id, url=url, kind=kind) for source_id, url in zip(ids, urls, strict=True)
    )


def _without_comment(line: str) -> str:
    # A fragment follows its URL without a space, so it is no comment.
    return f" {line}".replace("\t#", " #").partition(" #")[0].strip()
