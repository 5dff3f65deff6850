from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.opml.php_dates import strptime_format

FORMATS = {
    "d.m.Y H:i": "%d.%m.%Y %H:%M",
    "Y-m-d\\TH:i:sP": "%Y-%m-%dT%H:%M:%S%z",
    "!d/m/y|": "%d/%m/%y",
    "D, j M Y g:i a": "%a, %d %b %Y %I:%M %p",
    "100% \\d Y": "100%% d %Y",
}


@pytest.mark.parametrize(("php", "python"), FORMATS.items())
def test_formats_are_put_into_the_codes_of_python(php: str, python: str) -> None:
    assert strptime_format(php) == python


@pytest.mark.parametrize("php", ["jS F Y", "U", "d.m.Y e", "d?m?Y", "Y-m-d*"])
def test_what_python_cannot_say_gives_nothing(php: str) -> None:
    assert strptime_format(php) is None


@given(
    st.text(st.sampled_from("dmYHis .,:-%\\")),
    st.datetimes(timezones=st.just(UTC)),
)
def test_converted_formats_can_be_used(php: str, moment: datetime) -> None:
    python = strptime_format(php)
    assert python is not None
    moment.strftime(python)
