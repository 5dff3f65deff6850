from pathlib import Path

from crawler.cli.main import VERBS
from crawler.cli.reference import cli_markdown

ROOT = Path(__file__).parents[3]


def test_documentation_is_what_the_parsers_say() -> None:
    """After a change of options: ``make docs``."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == cli_markdown()


def test_every_verb_and_action_has_a_section() -> None:
    text = cli_markdown()
    assert all(f"\n## newsdesk {name}\n" in text for name in VERBS)
    assert "\n### newsdesk sources import\n" in text


def test_tables_hold_their_columns() -> None:
    rows = [line for line in cli_markdown().splitlines() if line.startswith("|")]
    assert {row.replace("\\|", "").count("|") for row in rows} == {3}
