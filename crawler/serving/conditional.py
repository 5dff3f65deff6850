"""Answers that are not sent again to who has them already (RFC 9110, 13)."""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import format_datetime

from starlette.datastructures import Headers
from starlette.responses import Response

from crawler.http_headers import read_http_date

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def conditional_response(
    body: bytes, media_type: str, modified: datetime | None, headers: Headers
) -> Response:
    """Return the answer with its validators: 304 without a body when the reader has this one.

    Args:
        body: what would be sent.
        media_type: of the body.
        modified: when it last changed, zone-aware; ``None`` when that is not known.
        headers: of the request.
    """
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    validators = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if modified is not None:
        validators["Last-Modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
    if _has(headers, tag, modified):
        return Response(status_code=304, headers=validators)
    return Response(body, media_type=media_type, headers=validators)


def _has(headers: Headers, tag: str, modified: datetime | None) -> bool:
    wanted = headers.get("if-none-match")
    if wanted is not None:
        return wanted.strip() == "*" or tag in _TAG.findall(wanted)
    since = read_http_date(headers.get("if-modified-since", ""))
    return since is not None and modified is not None and modified.replace(microsecond=0) <= since
