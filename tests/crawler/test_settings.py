from crawler.scrapy_process import scrapy_settings


def test_only_http_can_be_downloaded() -> None:
    handlers = scrapy_settings({}).getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_nothing_listens_and_nothing_is_kept_of_visitors() -> None:
    settings = scrapy_settings({})
    assert settings["ROBOTSTXT_OBEY"] is True
    assert settings["TELNETCONSOLE_ENABLED"] is False
    assert settings["REMOTE_CONTROL_ENABLED"] is False
    assert settings["COOKIES_ENABLED"] is False
