import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from crawler.cli.main import main
from crawler.configuration.source_file import load_configuration
from crawler.opml.subscriptions import read_opml

FIXTURES = Path(__file__).parents[4] / "fixtures" / "sources"


pytestmark = pytest.mark.usefixtures("config")


def test_added_urls_become_sources(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = "https://hafenbote.example/feed"
    assert main(["sources", "add", url, "https://gazette.example/feed.xml"]) == 0
    sources = load_configuration(config, {}).sources
    assert [source.url for source in sources][2:] == [url]
    assert capsys.readouterr().err == (
        "sources.toml: 1 source added: hafenbote.example-feed; 1 URL known already\n"
    )


def test_added_url_makes_a_configuration_where_there_is_none(config: Path) -> None:
    config.unlink()
    assert main(["sources", "add", "https://hafenbote.example/"]) == 0
    assert [source.id for source in load_configuration(config, {}).sources] == ["hafenbote.example"]


def test_what_is_no_url_is_not_added(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = config.read_bytes()
    assert main(["sources", "add", "https://a.example/", "hafenbote"]) == 2
    assert "hafenbote" in capsys.readouterr().err
    assert config.read_bytes() == before


def test_import_prints_what_is_not_known_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "import", str(FIXTURES / "urls.txt")]) == 0
    captured = capsys.readouterr()
    assert captured.out == (
        '[[source]]\nid = "hafenbote.example"\nurl = "https://hafenbote.example/#aktuell"\n'
    )
    assert "2 sources, 1 known already, 1 printed" in captured.err


def test_a_configuration_is_not_read_as_a_list_of_urls(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sources", "import", str(config)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "is a configuration; `newsdesk sources export --config FILE |" in told


def test_what_is_appended_stands_apart_from_what_was_there(config: Path) -> None:
    config.write_text('[site."a.example"]\nbody = "p"', encoding="utf-8")  # no end of the line
    assert main(["sources", "import", str(FIXTURES / "urls.txt"), "--append"]) == 0
    assert config.read_text("utf-8").startswith('[site."a.example"]\nbody = "p"\n\n[[source]]\n')


def test_a_configuration_that_cannot_be_written_is_named_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["sources", "add", "https://a.example/", "--config", "no/s.toml"]) == 1
    why = "No such file or directory; there is no folder no"
    assert capsys.readouterr().err == f"newsdesk: error: no/s.toml: {why}\n"


def test_import_appends_and_is_not_done_twice(config: Path) -> None:
    opml = str(FIXTURES / "reader.opml")
    assert main(["sources", "import", opml, "--append"]) == 0
    once = config.read_text(encoding="utf-8")
    assert main(["sources", "import", opml, "--append"]) == 0
    assert config.read_text(encoding="utf-8") == once
    ids = [source.id for source in load_configuration(config, {}).sources]
    assert ids[:2] == ["gazette", "faro.example"]
    assert len(ids) == 5


def test_what_freshrss_says_becomes_sources_and_rules(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sources", "import", str(FIXTURES / "freshrss.opml"), "--append"]) == 0
    configuration = load_configuration(config, {})
    by_id = {source.id: source for source in configuration.sources}
    notices = by_id["harbour.example-notices"]
    assert notices.entries is not None
    assert (notices.kind, notices.entries.date_format) == ("listing", "%d.%m.%Y %H:%M")
    rules = configuration.rules_for("www.valley.example")
    assert rules is not None
    assert (rules.body, rules.remove) == (("div.story, .standfirst",), (".promo",))
    told = capsys.readouterr().err
    assert "outline \"Ferry positions\": type 'JSON+DotNotation' cannot be read" in told
    assert [by_id[name].enabled for name in ("ferries.example-api", "broken.example")] == [
        False
    ] * 2


def test_rules_of_the_configuration_are_left_as_they_are(config: Path) -> None:
    with config.open("a", encoding="utf-8") as file:
        file.write('[site."valley.example"]\nbody = "main"\n')
    assert main(["sources", "import", str(FIXTURES / "freshrss.opml"), "--append"]) == 0
    rules = load_configuration(config, {}).rules_for("valley.example")
    assert rules is not None
    assert rules.body == ("main",)


def test_feeds_of_one_site_that_disagree_make_no_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outlines = "".join(
        f"<outline xmlUrl='https://new.example/{n}' frss:cssFullContent='div.{n}'/>" for n in "ab"
    )
    file = tmp_path / "two.opml"
    file.write_text(
        f"<opml xmlns:frss='https://freshrss.org/opml'><body>{outlines}</body></opml>", "utf-8"
    )
    assert main(["sources", "import", str(file)]) == 0
    said = capsys.readouterr()
    assert "[site" not in said.out
    assert "new.example: feeds of one site want different texts" in said.err


def test_addresses_that_are_known_in_another_form_are_known(config: Path) -> None:
    before = config.read_text(encoding="utf-8")
    Path("urls.txt").write_text("HTTPS://gazette.example:443/feed.xml\n", encoding="utf-8")
    assert main(["sources", "import", "urls.txt", "--append"]) == 0
    assert config.read_text(encoding="utf-8") == before


def test_printed_tables_are_those_that_would_be_added(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = "<opml><body><outline title='a\u2028b' htmlUrl='c\u2028d' xmlUrl='https://n.example/'/>"
    Path("odd.opml").write_text(f"{odd}</body></opml>", encoding="utf-8")
    assert main(["sources", "import", "odd.opml"]) == 0
    printed = capsys.readouterr().out
    config.unlink()
    assert main(["sources", "import", "odd.opml", "--append"]) == 0
    assert config.read_text(encoding="utf-8") == printed


def test_headers_that_an_export_leaves_out_are_told(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with config.open("a", encoding="utf-8") as file:
        file.write('headers = { X-Key = "hidden" }\n')
    assert main(["sources", "export"]) == 0
    said = capsys.readouterr()
    assert "faro.example: headers are left out" in said.err
    assert "hidden" not in said.out


def test_import_makes_a_configuration_where_there_is_none(config: Path) -> None:
    config.unlink()
    assert main(["sources", "import", str(FIXTURES / "urls.txt"), "--append"]) == 0
    assert len(load_configuration(config, {}).sources) == 2


def test_import_that_would_spoil_the_configuration_changes_nothing(config: Path) -> None:
    text = 'source = [{ url = "https://gazette.example/other.xml" }]\n'
    config.write_text(text, encoding="utf-8")
    assert main(["sources", "import", str(FIXTURES / "urls.txt"), "--append"]) == 2
    assert config.read_text(encoding="utf-8") == text


def test_import_reads_stdin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b"https://new.example/\n"))
    monkeypatch.setattr("sys.stdin", stdin)
    assert main(["sources", "import", "-"]) == 0
    said = capsys.readouterr()
    assert 'url = "https://new.example/"' in said.out
    assert said.err.startswith("stdin: 1 source")


def test_skipped_subscriptions_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["sources", "import", str(FIXTURES / "reader.opml")])
    assert "gopher://old.example/news must begin with http" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "code"), [("no-such-file", 1), (str(FIXTURES / "entities.opml"), 2)]
)
def test_import_of_what_cannot_be_read_fails(
    file: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sources", "import", file]) == code
    assert file in capsys.readouterr().err


def test_export_is_opml_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "export", "gazette"]) == 0
    sources = read_opml(capsys.readouterr().out.encode(), "stdout").sources
    assert [source.id for source in sources] == ["gazette"]


def test_export_of_urls_is_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "export", "--format", "urls"]) == 0
    expected = "https://gazette.example/feed.xml\nhttps://faro.example/\n"
    assert capsys.readouterr().out == expected


def test_export_of_toml_is_read_back(config: Path) -> None:
    assert main(["sources", "export", "--format", "toml", "-o", "copy.toml"]) == 0
    copy = load_configuration(Path("copy.toml"), {})
    assert copy.sources == load_configuration(config, {}).sources


def test_export_does_not_overwrite_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.opml").write_text("mine", encoding="utf-8")
    assert main(["sources", "export", "-o", "mine.opml"]) == 1
    assert "-O writes over it" in capsys.readouterr().err
    assert Path("mine.opml").read_text(encoding="utf-8") == "mine"
    assert main(["sources", "export", "-O", "mine.opml"]) == 0
    assert Path("mine.opml").read_text(encoding="utf-8") != "mine"


def test_export_of_an_unknown_source_names_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["sources", "export", "gazete"]) == 2
    assert 'did you mean "gazette"?' in capsys.readouterr().err


def test_export_to_stdout_is_what_a_file_holds(
    config: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = '[[source]]\nurl = "https://a.example/"\n[source.opml]\ndescription = "A\\u0085B"\n'
    config.write_text(text, encoding="utf-8")
    assert main(["sources", "export"]) == 0
    printed = capsysbinary.readouterr().out
    assert "A\u0085B".encode() in printed
    assert main(["sources", "export", "-o", "new.opml"]) == 0
    assert Path("new.opml").read_bytes() == printed


def test_export_leaves_an_old_file_as_it_was_until_the_new_one_is_whole(config: Path) -> None:
    old = Path("mine.opml")
    old.write_text("old")
    link = Path("same.opml")
    link.hardlink_to(old)
    assert main(["sources", "export", "-O", "mine.opml"]) == 0
    assert link.read_text() == "old"  # another file has got the name
    assert sorted(path.name for path in Path().iterdir()) == [
        "mine.opml", "same.opml", "sources.toml",
    ]  # fmt: skip


def test_import_keeps_the_file_from_those_who_could_not_read_it(config: Path) -> None:
    config.chmod(0o600)
    assert main(["sources", "import", "--append", str(FIXTURES / "urls.txt")]) == 0
    assert config.stat().st_mode & 0o777 == 0o600
    assert "hafenbote" in config.read_text(encoding="utf-8")


def test_import_of_nothing_new_leaves_the_file_as_it_is(config: Path, tmp_path: Path) -> None:
    config.write_bytes(b'[[source]]\r\nurl = "https://a.example/"\r\n')
    (tmp_path / "urls.txt").write_text("https://a.example/\n")
    assert main(["sources", "import", "--append", "urls.txt"]) == 0
    assert config.read_bytes() == b'[[source]]\r\nurl = "https://a.example/"\r\n'
