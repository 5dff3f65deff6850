import json
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.run import CrawlRun
from crawler.spiders.standalone import close_standalone_run, open_standalone_run
from pipelines.errors import ConfigError, DatasetLockedError

FEED = "https://gazette.example/feed.xml"


def open_run(folder: Path, **arguments: str) -> CrawlRun:
    settings = Settings({"NEWSDESK_OUTPUT": str(folder / "out")})
    return open_standalone_run("feed", arguments, settings)


def test_urls_become_sources_of_the_kind_of_the_spider(tmp_path: Path) -> None:
    run = open_run(tmp_path, url=f"{FEED} https://herald.example/rss", limit="10")
    with run.dataset:
        assert [(s.url, s.kind) for s in run.sources] == [
            (FEED, "feed"),
            ("https://herald.example/rss", "feed"),
        ]
        assert run.limit == 10


def test_sources_of_a_file_are_chosen_by_their_ids(tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    config.write_text(
        "".join(f'[[source]]\nid = "{n}"\nurl = "https://{n}.example/"\n' for n in "abc")
    )
    run = open_run(tmp_path, config=str(config), source="a c")
    with run.dataset:
        assert [source.id for source in run.sources] == ["a", "c"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({}, "missing-argument"),
        ({"url": FEED, "limit": "few"}, "bad-argument"),
        ({"url": FEED, "limit": "0"}, "bad-argument"),
        ({"uri": FEED}, "unknown-argument"),
    ],
    ids=["none", "bad", "no pages", "unknown"],
)
def test_wrong_arguments_are_told(tmp_path: Path, arguments: dict[str, str], reason: str) -> None:
    with pytest.raises(ConfigError) as error:
        open_run(tmp_path, **arguments)
    assert error.value.reason == reason


def test_a_run_holds_its_dataset_and_gives_it_free_at_its_end(tmp_path: Path) -> None:
    run = open_run(tmp_path, url=FEED)
    with pytest.raises(DatasetLockedError):
        open_run(tmp_path, url=FEED)
    close_standalone_run(run, "finished")

    (manifest,) = (tmp_path / "out" / "runs").glob("*.json")
    assert json.loads(manifest.read_text())["state"] == "finished"
    open_run(tmp_path, url=FEED).dataset.close()


def test_failed_sources_are_told_and_a_stopped_run_is_called_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run = open_run(tmp_path, url=FEED)
    run.result("gazette").error = "http-500: broken"
    close_standalone_run(run, "shutdown")

    assert "http-500: broken" in caplog.text
    (manifest,) = (tmp_path / "out" / "runs").glob("*.json")
    assert json.loads(manifest.read_text())["state"] == "interrupted"
