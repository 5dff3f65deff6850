"""What one run may cost. Decisions only: no clock."""

import re
from dataclasses import dataclass

_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([kmg]?)(?:i?b)?", re.IGNORECASE)
_BYTES = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of a run over all its sources; ``None``: no limit."""

    pages: int | None = None
    """Stories that are requested."""
    size_bytes: int | None = None
    """Bytes of answers as they came, robots.txt and sources included."""
    time_s: float | None = None

    def is_page_left(self, pages: int) -> bool:
        """Return whether one more story may be requested after so many."""
        return self.pages is None or pages < self.pages

    def what_is_spent(self, size_bytes: int, elapsed_s: float) -> str | None:
        """Return in words which limit ends the run; ``None`` while none does."""
        if self.time_s is not None and elapsed_s >= self.time_s:
            return f"the time of {self.time_s:g} s is over"
        if self.size_bytes is not None and size_bytes >= self.size_bytes:
            return f"{size_bytes:,} of {self.size_bytes:,} bytes came"
        return None


def read_size(text: str) -> int | None:
    """Return the bytes that a text such as ``500MB`` or ``2g`` stands for; ``None`` for none.

    Powers of a thousand, as disks and data plans are sold.
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        return None
    size = round(float(match[1]) * _BYTES[match[2].lower()])
    return size or None
