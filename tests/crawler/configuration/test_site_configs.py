from pathlib import Path

import pytest

from crawler.configuration.site_configs import (
    find_site_config,
    read_folder,
    read_site_config,
    tell_unread,
)

FILES = (
    ".gazette.example.txt",
    "LICENSE.txt",
    "README.md",
    "gazette.example.txt",
    "global.txt",
    "live.gazette.example.txt",
    "www.hafenbote.example.txt",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_text("body: //main\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("gazette.example", "gazette.example.txt"),
        ("WWW.Gazette.Example.", "gazette.example.txt"),
        ("live.gazette.example", "live.gazette.example.txt"),
        ("www.live.gazette.example", "live.gazette.example.txt"),
        ("sport.gazette.example", ".gazette.example.txt"),
        ("a.live.gazette.example", ".gazette.example.txt"),
        ("www.hafenbote.example", "www.hafenbote.example.txt"),
        ("notgazette.example", None),
        ("example", None),
        ("", None),
        ("../gazette.example", None),
        ("/etc/passwd", None),
        ("global", "global.txt"),
    ],
)
def test_the_nearest_file_is_that_of_the_host(
    folder: Path, host: str, expected: str | None
) -> None:
    found = find_site_config((folder,), host)
    assert (found.path.name if found else None) == expected


def test_the_first_folder_wins(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "gazette.example.txt").write_text("title: //h2", encoding="utf-8")
    found = find_site_config((own, folder), "gazette.example")
    assert found is not None
    assert (found.config.rules.title, found.config.rules.body) == (("//h2",), ())


def test_rules_are_named_after_their_file(folder: Path) -> None:
    found = find_site_config((folder,), "sport.gazette.example")
    assert found is not None
    assert (found.config.rules.id, found.host) == (".gazette.example.txt", ".gazette.example")


def test_a_folder_is_read_for_its_hosts_alone(folder: Path) -> None:
    assert [found.path.name for found in read_folder(folder)] == [
        ".gazette.example.txt",
        "gazette.example.txt",
        "live.gazette.example.txt",
        "www.hafenbote.example.txt",
    ]


def test_a_file_that_is_changed_is_read_anew(folder: Path) -> None:
    assert find_site_config((folder,), "gazette.example") is not None
    (folder / "gazette.example.txt").write_bytes(b"body: //article")
    changed = read_site_config(folder / "gazette.example.txt")
    assert changed is not None
    assert changed.config.rules.body == ("//article",)


ENCODED = {
    "UTF-8": "body: //p[.='Größe…']\ntitle: //h2\n".encode(),
    "UTF-8 with a byte order mark": "body: //p[.='Größe…']\r\ntitle: //h2\r\n".encode("utf-8-sig"),
    "Windows": "body: //p[.='Größe…']\r\ntitle: //h2\r\n".encode("cp1252"),
    "ends of lines of old Macs": "body: //p[.='Größe…']\rtitle: //h2\r".encode(),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_files_are_read_in_the_encodings_of_their_editors(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "gazette.example.txt").write_bytes(data)
    found = read_site_config(tmp_path / "gazette.example.txt")
    assert found is not None
    assert found.config.rules.body == ("//p[.='Größe…']",)
    assert found.config.rules.title == ("//h2",)
    assert found.config.notes == ()


def test_bytes_of_no_encoding_spoil_their_own_line_alone(tmp_path: Path) -> None:
    (tmp_path / "gazette.example.txt").write_bytes(b"body: //p[.='\x81\xff']\ntitle: //h2\n")
    found = read_site_config(tmp_path / "gazette.example.txt")
    assert found is not None
    assert found.config.rules.title == ("//h2",)


def test_files_that_are_read_for_no_page_are_told(folder: Path) -> None:
    for name in ("Faro.Example.txt", "fingerprint.quay.txt", "hafenbüro.example.TXT", "a..b.txt"):
        (folder / name).write_text("body: //main\n", encoding="utf-8")
    (folder / "folder.example.txt").mkdir()
    told = [message.removeprefix(f"{folder}/") for message in tell_unread(folder)]
    assert told == [
        "Faro.Example.txt: no host is written so; rename it faro.example.txt",
        "fingerprint.quay.txt: pages are not looked at for fingerprints; name a copy after each "
        "host it is for",
        "folder.example.txt: cannot be read: Is a directory",
        "global.txt: is for no host; write its lines into the files of the hosts that need them",
        "hafenbüro.example.TXT: no host is written so; rename it xn--hafenbro-c6a.example.txt",
    ]
    assert "Faro.Example.txt" not in [found.path.name for found in read_folder(folder)]


def test_what_cannot_be_read_is_not_there(folder: Path) -> None:
    (folder / "folder.example.txt").mkdir()
    assert read_site_config(folder / "folder.example.txt") is None
    assert find_site_config((folder,), "folder.example") is None


def test_a_folder_whose_folders_hold_the_files_is_told(tmp_path: Path) -> None:
    for name in ("custom", "standard", "empty"):
        (tmp_path / name).mkdir()
    for name in ("custom", "standard"):
        (tmp_path / name / "gazette.example.txt").write_text("body: //main", encoding="utf-8")
    assert list(tell_unread(tmp_path)) == [
        f"{tmp_path}: holds no file that is named after a host; those in it do, name them one by "
        "one: custom, standard"
    ]
    assert list(tell_unread(tmp_path / "custom")) == []
    (nothing,) = tell_unread(tmp_path / "empty")
    assert nothing == f"{tmp_path / 'empty'}: holds no file that is named after a host"
