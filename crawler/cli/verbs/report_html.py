"""``newsdesk report --html``: the page of the report, into a file or to stdout."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.console import Console
from crawler.cli.extras import extra_needed
from crawler.cli.record_output import STDOUT, open_whole_output
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.report.counts import Report
    from pipelines.report.troubles import Trouble


def check_target(name: str) -> None:
    """Return when ``--html NAME`` can be done; asked before anything is counted.

    Raises:
        ConfigError: the name is that of a folder, or the extra is not installed.
    """
    with extra_needed("newsdesk report --html", "html", "jinja2", "markupsafe", "pygal"):
        import pipelines.report.page  # noqa: F401 - only whether it can be
    if name != STDOUT and Path(name).is_dir():
        raise ConfigError("bad-file", f"--html {name}: is a folder; name a file in it")


def page_of(
    report: "Report", troubles: "Iterable[Trouble]", dataset: Path, run_id: str | None
) -> str:
    """Return the page, built now."""
    from pipelines.report.page import PageHead, render_report

    head = PageHead(dataset=str(dataset), run_id=run_id, built_at=datetime.now(UTC))
    return render_report(report, troubles, head)


def write_page(name: str, page: str, console: Console) -> None:
    """Put the page into a file, which gets its name when it is whole, or to stdout for ``-``.

    Raises:
        OSError: the file cannot be written; what stood there before still does.
    """
    if name != STDOUT:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    with open_whole_output(name, console) as out:
        out.write(page.encode())
    if name != STDOUT:
        console.info(f"report written to {name}")
