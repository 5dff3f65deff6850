"""The lines of copies under ``rejected/``: each names the article that said the same before."""

from pipelines.dedup.index import Duplicate
from pipelines.items import Article, Rejection

_TELLS = "the same as article "


def rejection_of_copy(article: Article, twin: Duplicate) -> Rejection:
    """Return the line of a copy."""
    return Rejection(
        url=article.url,
        url_requested=article.url_requested,
        hints=article.hints,
        reason=f"duplicate-{twin.kind.replace('_', '-')}",
        detail=told_copy(twin),
        http_status=article.http_status,
        fetched_at=article.fetched_at,
    )


def told_copy(twin: Duplicate) -> str:
    """Return what the line of a copy tells."""
    return f"{_TELLS}{twin.id}"


def copied_article(reason: str, detail: str) -> str | None:
    """Return the id of the article that a line names; ``None``: it is not the line of a copy."""
    is_copy = reason.startswith("duplicate-") and detail.startswith(_TELLS)
    return detail.removeprefix(_TELLS) if is_copy else None
