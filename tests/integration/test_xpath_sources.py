"""Pages without a feed, subscribed to in FreshRSS and read by its XPaths."""

import subprocess
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from tests.integration.local_site import Answer, LocalSite
from tests.integration.newsdesk_runs import (
    QUICK,
    ROOT,
    crawl,
    lines,
    manifests,
    newsdesk,
    paths,
)

NOTICES, TIDES, CHANGED = range(1, 4)
_PATHS = {
    "xPathItem": "//li[@class='notice']",
    "xPathItemTitle": "h4",
    "xPathItemUri": "a/@href",
    "xPathItemTimestamp": "em",
    "xPathItemTimeFormat": "d.m.Y",
    "xPathItemCategories": "b",
}


@pytest.fixture(scope="module")
def done(shared_folder: Path) -> subprocess.CompletedProcess[str]:
    """A crawl of what an OPML file of FreshRSS names."""
    with LocalSite(hosts=3) as site:
        outlines = [_notices(site), _tides(site), _changed(site)]
        (shared_folder / "desk.opml").write_text(_opml(outlines), encoding="utf-8")
        _sources(shared_folder, "import", "desk.opml", "--append", "--trust")
        return crawl(shared_folder, *QUICK, code=3)


def _notices(site: LocalSite) -> dict[str, str]:
    urls = [site.put_story(f"/n/{number}", f"Notice number {number}") for number in range(3)]
    rows = "".join(
        f"<li class='notice'><h4>{number}</h4><em>0{number + 1}.02.2025</em><b>fog</b>"
        f"<a href='{url}'>more</a></li>"
        for number, url in enumerate(urls)
    )
    other = site.put_story("/other", "A long headline that a list of stories would be known by")
    menu = f"<h3><a href='{other}'>A long headline that a list of stories is known by</a></h3>"
    site.put("/", Answer(body=f"<html><body>{menu}<ul>{rows}</ul></body></html>".encode()))
    return {"type": "HTML+XPath", "xmlUrl": site.url("/"), **_frss(_PATHS)}


def _tides(site: LocalSite) -> dict[str, str]:
    rows = "".join(
        f"<row><page>{site.put_story(f'/t/{n}', f'Tide number {n}', host=TIDES)}</page></row>"
        for n in range(2)
    )
    body = f"<table>{rows}</table>".encode()
    url = site.put("/t.xml", Answer(body=body, content_type="application/xml"), host=TIDES)
    found = {"xPathItem": "/table/row", "xPathItemUri": "page", "xPathItemTitle": "name"}
    return {"type": "XML+XPath", "xmlUrl": url, **_frss(found)}


def _changed(site: LocalSite) -> dict[str, str]:
    url = site.put("/", Answer(body=b"<html><body><p>New design</p></body></html>"), host=CHANGED)
    return {"type": "HTML+XPath", "xmlUrl": url, **_frss(_PATHS)}


def _frss(found: dict[str, str]) -> dict[str, str]:
    return {f"frss:{name}": path for name, path in found.items()}


def _opml(outlines: list[dict[str, str]]) -> str:
    rows = "".join(
        f"<outline text='Desk {number}' newsdesk:id='host-{number}' newsdesk:allow_private='true' "
        + " ".join(f"{name}={quoteattr(value)}" for name, value in outline.items())
        + "/>"
        for number, outline in enumerate(outlines, start=1)
    )
    names = "xmlns:frss='https://freshrss.org/opml' xmlns:newsdesk='urn:newsdesk:opml'"
    return f"<opml version='2.0' {names}><body>{rows}</body></opml>"


def _sources(folder: Path, *arguments: str) -> None:
    newsdesk("sources", *arguments, cwd=folder, env={"PYTHONPATH": str(ROOT)}).check_returncode()


@pytest.mark.usefixtures("done")
def test_the_stories_are_those_that_the_paths_name(shared_folder: Path) -> None:
    assert paths(shared_folder) == ["/n/0", "/n/1", "/n/2", "/t/0", "/t/1"]
    assert {line["source_type"] for line in lines(shared_folder)} == {"listing"}


@pytest.mark.usefixtures("done")
def test_what_the_list_says_is_in_the_records(shared_folder: Path) -> None:
    tags = {line["source_id"]: line["tags"] for line in lines(shared_folder)}
    assert tags == {"host-1": ["fog"], "host-2": []}


def test_a_page_that_has_changed_fails_its_source(
    done: subprocess.CompletedProcess[str], shared_folder: Path
) -> None:
    (manifest,) = manifests(shared_folder)
    error = manifest["sources"][f"host-{CHANGED}"]["error"]
    assert error.startswith("no-entries: ")
    assert "entries.item = \"//li[@class='notice']\" finds nothing" in error
    assert f"host-{CHANGED} failed: no-entries" in done.stderr


def test_a_path_that_finds_nothing_is_a_warning(done: subprocess.CompletedProcess[str]) -> None:
    assert f"host-{TIDES}: " in done.stderr
    assert "entries.title = 'name' finds nothing in 2 items" in done.stderr
