import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.archive.recovery import index_path, recover
from tests.crawler.archive.exchanges import checked, exchange, open_archive, records, warc_files
from tests.crawler.saved_pages import warc_record


def whole_archive(folder: Path) -> Path:
    with open_archive(folder) as archive:
        for number in range(3):
            archive.add(exchange(b"text %d" % number, f"https://gazette.example/{number}"))
    (path,) = warc_files(folder)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_a_file_cut_anywhere_is_whole_again(data: st.DataObject, tmp_path: Path) -> None:
    path = tmp_path / "warc" / "run-1-00001.warc.gz"
    if not path.exists():
        whole_archive(tmp_path)
        (tmp_path / "whole").write_bytes(path.read_bytes())
    whole = (tmp_path / "whole").read_bytes()
    size = data.draw(st.integers(min_value=0, max_value=len(whole)))
    junk = data.draw(st.binary(max_size=20))
    path.write_bytes(whole[:size] + junk)
    index_path(path).unlink(missing_ok=True)
    assert recover(path.parent) == (path,)
    assert whole.startswith(path.read_bytes() if path.exists() else b"")
    if path.exists():
        assert checked(path) == []
        answers = [kind for kind, _, _ in records(path) if kind == "response"]
        assert len(index_path(path).read_text().splitlines()) == len(answers)
    assert recover(path.parent) == ()


def test_the_index_is_the_one_that_the_run_would_have_written(tmp_path: Path) -> None:
    path = whole_archive(tmp_path)
    before = index_path(path).read_bytes()
    index_path(path).unlink()
    recover(path.parent)
    assert index_path(path).read_bytes() == before


def test_no_folder_is_no_archive(tmp_path: Path) -> None:
    assert recover(tmp_path / "warc") == ()


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_archives_of_others_are_left_alone(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = tmp_path / "other.warc.gz"
    content = pack(b"".join(warc_record(f"http://a.example/{n}", b"text") for n in range(9)))
    path.write_bytes(content)
    assert recover(tmp_path) == ()
    assert path.read_bytes() == content
    assert not index_path(path).exists()
