import pytest

from crawler.middlewares.moved_hosts import MovedHosts

OLD, NEW = "http://gazette.example", "https://www.gazette.example"


def moved(*answers: tuple[str, int, str | None]) -> MovedHosts:
    hosts = MovedHosts()
    for path, status, location in answers:
        hosts.note(OLD + path, status, location)
    return hosts


def test_two_addresses_that_moved_alike_tell_of_all() -> None:
    hosts = moved(("/robots.txt", 301, f"{NEW}/robots.txt"))
    assert hosts.target(f"{OLD}/1") is None
    hosts.note(f"{OLD}/1?a=b", 308, f"{NEW}/1?a=b")
    assert hosts.target(f"{OLD}/2?c=d") == f"{NEW}/2?c=d"
    assert hosts.target(f"{NEW}/2") is None
    assert hosts.target("http://other.gazette.example/2") is None


@pytest.mark.parametrize(
    ("status", "location"),
    [
        (302, f"{NEW}/1"),
        (301, f"{NEW}/other"),
        (301, f"{NEW}/1?from=old"),
        (301, f"{OLD}/1"),
        (301, "https://herald.example/1"),
        (200, None),
        (404, None),
    ],
)
def test_any_other_answer_tells_that_the_host_stays(status: int, location: str | None) -> None:
    both = [("/a", 301, f"{NEW}/a"), ("/b", 301, f"{NEW}/b")]
    other = ("/1", status, location)
    for answers in ([*both, other], [other, *both]):
        assert moved(*answers).target(f"{OLD}/2") is None


def test_no_host_is_given_up_for_one_without_encryption() -> None:
    hosts = MovedHosts()
    for path in ("/1", "/2"):
        hosts.note(NEW + path, 301, OLD + path)
    assert hosts.target(f"{NEW}/3") is None


def test_one_address_asked_twice_is_one() -> None:
    again = ("/1", 301, f"{NEW}/1")
    assert moved(again, again, again).target(f"{OLD}/2") is None
