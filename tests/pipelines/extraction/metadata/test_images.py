import pytest

from pipelines.extraction.metadata.images import declared_images, story_images
from pipelines.items import Candidate

PAGE = "https://www.lowmere-courier.example/news/crane"


def kept(*urls: str) -> list[str]:
    told = (Candidate(value=url, source="og") for url in urls)
    return [item.value for item in story_images(told, PAGE)]


@pytest.mark.parametrize(
    "path",
    [
        "/blank.jpg", "/clear.gif", "/img/1x1.png", "/img/social_placeholder.png",
        "/img/no-img_460x320.jpg", "/favicons/site@2x.ico", "/img/favicon_150x150.png",
        "/uploads/cropped-courier-512x512.png", "/apple-touch-icon.png", "/ms-icon-310x310.png",
        "/blavatar/67b14216068c8ca65cfca1e9b70fb10f", "/data/avatars/l/0/8.jpg",
        "/avatar/67b14216068c8ca65cfca1e9b70fb10f", "/img/default-og-image.png",
        "/img/facebook-default-wide.jpg", "/img/fallback-share.jpg", "/img/logo.png",
        "/img/logo_open-graph.d0dedfbe1787.png", "/img/Lowmere-Courier-Logo.png",
        "/logos/courier-logo",
        "/img/header-badge.svg",
    ],
)  # fmt: skip
def test_pictures_of_the_site_are_left_out(path: str) -> None:
    url = f"https://img.example{path}"
    story = "https://img.example/2025/crane.jpg"
    assert kept(url, story) == [story]
    assert kept(url) == []


@pytest.mark.parametrize(
    "path",
    [
        "/2025/crane.jpg", "/sites/default/files/crane.jpg", "/uploads/swan-logo-2025.png",
        "/vi/ZLxa4GRIrV8/maxresdefault.jpg", "/vi/ZLxa4GRIrV8/default.jpg",
        "/films/avatar/poster.jpg",
        "/img/blank-verse.jpeg", "/img/style-icon.jpg",
        "/fallback/big/13655.jpg", "/img/crane-social-share.jpg", "/im-35115915/social", "/",
    ],
)  # fmt: skip
def test_pictures_of_stories_stay(path: str) -> None:
    url = f"https://img.example{path}"
    assert kept(url) == [url]


def test_address_without_host_is_none() -> None:
    assert kept("/crane.jpg", "data:image/png;base64,iVBOR", "https://[torn/crane.jpg") == []


def test_references_to_other_nodes_are_followed() -> None:
    nodes = (
        {"@type": "ImageObject", "@id": f"{PAGE}#primaryimage", "url": "https://img.example/c.jpg"},
    )
    node = {"image": [{"@id": f"{PAGE}#primaryimage"}, "https://img.example/d.jpg"]}
    assert declared_images(node, nodes) == (
        "https://img.example/c.jpg",
        "https://img.example/d.jpg",
    )
    assert declared_images(node, ()) == ("https://img.example/d.jpg",)
    assert declared_images({"image": {"url": "https://img.example/e.jpg"}}, ()) == (
        "https://img.example/e.jpg",
    )
    assert declared_images({}, nodes) == ()
