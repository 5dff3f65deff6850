from pathlib import Path

from scrapy import Request, Spider
from scrapy.http import Response

from crawler.extensions.measuring import MeasuringExtension
from tests.crawler.spiders.runs import new_run, source

URL = "https://gazette.example/"


class RunSpider(Spider):
    name = "run"


def test_responses_of_a_run_are_measured(tmp_path: Path) -> None:
    run = new_run(tmp_path, source())
    spider = RunSpider()
    vars(spider)["run"] = run
    request = Request(URL, meta={"download_latency": 0.3})
    extension = MeasuringExtension()
    extension.response_received(Response(URL, body=b"abc"), request, spider)
    extension.response_received(Response(URL, status=503), Request(URL), spider)
    run.dataset.close()
    assert run.measures.responses == {"200": 1, "503": 1}
    assert run.measures.response_bytes == 3
    assert sum(run.measures.latencies) == 1


def test_a_spider_without_a_run_is_left_alone() -> None:
    MeasuringExtension().response_received(Response(URL), Request(URL), RunSpider())
