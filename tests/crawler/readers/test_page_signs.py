import pytest

from crawler.readers.page_signs import begins_as_page

PAGES = {
    "doctype": b"<!DOCTYPE html>\n<p>",
    "old doctype": b'<!doctype  HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">',
    "no doctype": b"\n <html lang=de>",
    "head": b"<head><title>",
    "byte order mark": b"\xef\xbb\xbf<!doctype html>",
    "xhtml": b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
    "comments": b"<!-- saved --><!-- by hand -->\n<html>",
}
OTHERS = {
    "nothing": b"",
    "feed": b'<?xml version="1.0"?><rss><channel>',
    "picture": b"<svg xmlns=x>",
    "template": b"<htmlx>",
    "text": b"the <html> element",
    "json": b'{"html": "<html>"}',
}


@pytest.mark.parametrize("data", PAGES.values(), ids=PAGES)
def test_html_is_known_by_how_it_begins(data: bytes) -> None:
    assert begins_as_page(data)


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS)
def test_other_things_begin_otherwise(data: bytes) -> None:
    assert not begins_as_page(data)


def test_a_long_comment_in_front_hides_nothing() -> None:
    assert not begins_as_page(b"<!--" + b"x" * 5000)
    assert begins_as_page(b"<!--" + b"x" * 900 + b"-->" + b"<html>")
