from scrapy.http import HtmlResponse

from benchmarks.naive_spider import NaiveSpider

PAGE = "<html><body><article><h1>Bench</h1>" + "<p>The council will mend it.</p>" * 20


def test_the_callback_gives_what_trafilatura_makes_of_a_page() -> None:
    response = HtmlResponse("http://x.example/1", body=PAGE.encode(), encoding="utf-8")
    (item,) = NaiveSpider(sitemap_urls=[]).parse(response)
    assert item["url"] == "http://x.example/1"
    assert "The council will mend it." in item["text"]
