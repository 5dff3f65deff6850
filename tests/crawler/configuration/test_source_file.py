import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.configuration.site_rules import SiteTest
from crawler.configuration.source_file import load_configuration, read_configuration
from crawler.configuration.source_keys import DEFAULT_KEYS, SOURCE_KEYS
from crawler.configuration.sources import Configuration, Source
from pipelines.errors import ConfigError

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "fixtures" / "sources"


def read_full() -> Configuration:
    return load_configuration(FIXTURES / "full.toml", {"GAZETTE_TOKEN": "abc123"})


def test_a_source_needs_only_a_url() -> None:
    text = '[[source]]\nurl = "https://www.example.com/feed.xml"\n'
    assert read_configuration(text, "f.toml").sources == (
        Source(id="example.com-feed", url="https://www.example.com/feed.xml"),
    )


def test_every_key_of_a_source_is_read() -> None:
    gazette = read_full().sources[1]
    headers = (
        ("User-Agent", "desk/2"),
        ("accept-language", "en"),
        ("X-Desk", "1"),
        ("Authorization", "abc123"),
    )
    assert gazette == Source(
        id="gazette",
        url="https://gazette.example/politics/",
        kind="listing",
        language="en",
        timezone="Europe/London",
        date_order="DMY",
        publisher="The Gazette",
        interval_s=3600,
        revisit_s=21_600,
        limit=40,
        max_pages=5,
        include=("/politics/", r"\d{4}"),
        exclude=("/live/",),
        allowed_hosts=("stories.example",),
        delay_s=0.5,
        concurrency=4,
        headers=headers,
        headers_env=(("Authorization", "GAZETTE_TOKEN"),),
        user_agent="desk/2",
        tags=("politics", "uk"),
        enabled=False,
    )


def test_defaults_fill_what_a_source_leaves_open() -> None:
    hafenbote = read_full().sources[0]
    assert hafenbote.id == "hafenbote.example-rss-nord"
    assert (hafenbote.interval_s, hafenbote.timezone) == (900, "Europe/Berlin")
    agent = dict(hafenbote.headers)["User-Agent"]
    assert re.fullmatch(r"newsdesk/\S+ \(\+https://desk\.example/bot\)", agent)


def test_rules_of_a_site_are_read_with_their_tests() -> None:
    configuration = read_full()
    rules = configuration.rules_for("www.gazette.example")
    assert rules is not None
    assert (rules.body, rules.remove) == (("div.story",), (".promo", "aside"))
    assert configuration.sites[0].tests == (
        SiteTest(
            url="https://gazette.example/politics/1",
            must_contain=("ferry",),
            must_not_contain=("Sign up",),
        ),
    )
    assert configuration.rules_for("elsewhere.example") is None


S = '[[source]]\nid = "a"\nurl = "https://a.example/"\n'
WRONG: dict[str, tuple[str, str]] = {
    "no TOML": ("[[source", "f.toml: is not TOML: "),
    "unknown top key": ("[soruce]\n", 'f.toml: unknown key "soruce"; did you mean "source"?'),
    "one bracket": ('[source]\nurl = "https://a.example/"\n', "write [[source]] with two brackets"),
    "defaults as text": ('defaults = "x"\n', "write [defaults] as a table"),
    "unknown key": (
        f'{S}langauge = "en"\n',
        'source "a": unknown key "langauge"; did you mean "language"?',
    ),
    "unknown default": ('[defaults]\nurls = "x"\n', '[defaults]: unknown key "urls"'),
    "key of a source": ('[defaults]\nid = "x"\n', '"id" belongs into the [[source]] it is of'),
    "key of all sources": (S + 'contact = "x"\n', '"contact" belongs into [defaults]'),
    "bad default": ("[defaults]\ninterval = 1\n", "[defaults]: interval = 1: must be from 60"),
    "bad value": (f"{S}interval = 5\n", 'source "a": interval = 5: must be from 60'),
    "entries of a feed": (
        f'{S}kind = "feed"\nentries = {{ item = "//li" }}\n',
        'kind = "feed": must be "listing" (or left out) where entries',
    ),
    "bad entries": (
        f'{S}entries = {{ item = "//li[" }}\n',
        'source "a": entries = {"item": "//li["}: item = "//li[": is no XPath 1.0',
    ),
    "bad opml": (f'{S}opml = {{ "a b" = "x" }}\n', "no name of an XML attribute"),
    "url is missing": ('[[source]]\nid = "a"\n', 'source "a": url is missing'),
    "nameless source": (f"{S}[[source]]\nlimit = 3\n", "source number 2: url is missing"),
    "id twice": (S + S.replace("a.example", "b.example"), 'id = "a": stands there twice'),
    "url twice": (
        S + '[[source]]\nurl = "https://A.example:443/#top"\n',
        'url = "https://A.example:443/#top": is that of source "a" too',
    ),
    "variable not set": (
        f'{S}headers_env = {{ Authorization = "NO_SUCH" }}\n',
        "the environment variable NO_SUCH is not set",
    ),
    "variable with a line break": (
        f'{S}headers_env = {{ Authorization = "BROKEN" }}\n',
        "BROKEN holds no text for a header",
    ),
    "bad site": ('[site."a.example"]\nbdy = "p"\n', 'site "a.example": unknown key "bdy"'),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        read_configuration(text, "f.toml", {"BROKEN": "a\nb"})
    assert error.value.reason == "bad-configuration"
    assert message in error.value.message


def test_all_problems_of_a_file_are_told_at_once() -> None:
    text = f'{S}limit = 0\nkind = "feeds"\n[[source]]\nurl = "ftp://b.example"\n[site."c/d"]\n'
    with pytest.raises(ConfigError) as error:
        read_configuration(text, "f.toml")
    assert len(error.value.message.splitlines()) == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such file; `newsdesk init`"), (b"\xff\xfe\x00", "save it as UTF-8")],
    ids=["missing", "not UTF-8"],
)
def test_unreadable_file_says_the_way_out(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "sources.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=re.escape(message)) as error:
        load_configuration(path, {})
    assert error.value.reason == "no-configuration"


def test_a_folder_for_a_file_is_told_without_numbers(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        load_configuration(tmp_path, {})
    assert error.value.message == f"{tmp_path}: cannot be read: Is a directory"


def test_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(b"\xef\xbb\xbf" + S.encode())
    configuration = load_configuration(path, {})
    assert [source.id for source in configuration.sources] == ["a"]
    assert configuration.path == path


def test_example_in_the_repository_is_right() -> None:
    assert load_configuration(ROOT / "sources.toml", {}).sources == ()


def test_example_is_right_when_its_comments_are_taken_off() -> None:
    lines = (ROOT / "sources.toml").read_text(encoding="utf-8").splitlines()
    keys = re.compile(r"# (?=\[|\w+ = )")
    text = "\n".join(keys.sub("", line, count=1) for line in lines)
    configuration = read_configuration(text, "sources.toml", {"GAZETTE_TOKEN": "x"})
    assert [source.id for source in configuration.sources] == [
        "example.com-feed",
        "morning-gazette",
    ]
    assert configuration.rules_for("example.org") is not None


def test_every_key_is_in_the_documentation() -> None:
    documentation = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    missing = {key for key in {*SOURCE_KEYS, *DEFAULT_KEYS} if f"`{key}`" not in documentation}
    assert missing == set()


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        outcome = f"f.toml: {len(read_configuration(text, 'f.toml').sources)} sources"
    except ConfigError as error:
        outcome = error.message
    assert all(line.startswith("f.toml: ") for line in outcome.splitlines())


def test_a_folder_of_site_configs_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text('[defaults]\nsite_configs = ["nowhere"]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"site_configs.*there is no folder .*nowhere"):
        load_configuration(file, {})
