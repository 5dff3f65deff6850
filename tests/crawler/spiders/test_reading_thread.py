import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.spiders.reading_thread import LARGE_BYTES, in_thread, room_for


def test_other_work_goes_on_until_the_thread_is_done() -> None:
    released = threading.Event()

    async def release() -> None:
        released.set()

    async def both() -> str:
        reading = asyncio.ensure_future(in_thread(lambda: str(released.wait(30))))
        await asyncio.sleep(0)
        await release()
        return await reading

    assert asyncio.run(both()) == "True"


def test_what_the_work_raises_is_raised() -> None:
    def fail() -> None:
        raise ValueError("no feed")

    with pytest.raises(ValueError, match="no feed"):
        asyncio.run(in_thread(fail))


@pytest.mark.parametrize(("size", "room"), [(LARGE_BYTES, LARGE_BYTES), (1000, 0)])
def test_a_large_document_does_not_count_for_what_piles_up(size: int, room: int) -> None:
    slot = SimpleNamespace(max_active_size=5_000_000)
    crawler: Any = SimpleNamespace(engine=SimpleNamespace(scraper=SimpleNamespace(slot=slot)))
    with room_for(crawler, size):
        assert slot.max_active_size == 5_000_000 + room
    assert slot.max_active_size == 5_000_000
