from crawler.demo_site.resources import Resource, host_resources
from tests.crawler.demo_site.editions import TODAY, editions


def test_every_story_has_its_page_and_every_host_its_robots_txt() -> None:
    for edition in editions().values():
        resources = host_resources(edition)
        assert resources["/robots.txt"].role == "robots"
        for story in edition.stories():
            assert resources[edition.host.path_of(story)].role == "page"


def test_source_of_each_host_is_a_source() -> None:
    for edition in editions().values():
        if edition.host.kind == "auto":
            assert host_resources(edition)[edition.host.source_path].role == "source"


def test_content_type_of_the_odd_pages_says_too_little_or_something_wrong() -> None:
    edition = editions()["gazette"]
    resources = host_resources(edition)
    types = {
        story.encoding: resources[edition.host.path_of(story)].content_type
        for story in edition.stories()
    }
    assert types == {
        "utf-8": "text/html; charset=utf-8",
        "no-charset": "text/html",
        "wrong-charset": "text/html; charset=utf-8",
    }


def test_new_story_moves_the_older_ones_to_the_second_listing_page() -> None:
    pages = [host_resources(editions(day)["faro"]) for day in (1, 2)]
    orquesta = b"/noticia/orquesta-barrio-puerto"
    assert [orquesta in page["/actualidad/"].body for page in pages] == [True, False]
    assert [orquesta in page["/actualidad/?pagina=2"].body for page in pages] == [False, True]


def test_tag_changes_with_the_body_and_only_with_it() -> None:
    one, same, other = (
        Resource(body=body, content_type=kind, last_modified=TODAY)
        for body, kind in ((b"a", "text/html"), (b"a", "text/plain"), (b"b", "text/html"))
    )
    assert one.etag == same.etag != other.etag
