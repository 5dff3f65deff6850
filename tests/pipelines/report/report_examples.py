"""Lines of datasets for the tests of the report's page, and texts that mean harm."""

from typing import Any

from pipelines.report.counts import Report, count_lines

Line = dict[str, Any]

HOSTILE = (
    "<script>document.title = 'taken'</script>",
    '"><img src=x onerror="document.title = \'taken\'">',
    "'><svg/onload=document.title='taken'>",
    "</style></title></table><h1>taken</h1>",
    "<!-- {{ 7 * 7 }} {% raw %} ]]>",
    "&lt;b&gt; &amp;amp; `code` javascript:alert(1)",
    "a\x00b\x1b[2J\x85\u2028",
    "safe\u202ecod.exe\u2066",
    "half \ud83d\ufffe",
    "long-" * 200,
)


def article(**columns: object) -> Line:
    return {
        "source_id": "gazette",
        "change": "new",
        "language": "en",
        "page_type": "article",
        "date_published_source": "jsonld",
        "date_published_precision": "second",
        "date_published_ambiguous": False,
        "quality_flags": [],
        "date_fetched": "2026-11-24T12:00:00Z",
        "word_count": 120,
        **columns,
    }


def removed(rule: str, *texts: str) -> Line:
    return {"id": "1", "removed": [{"rule": rule, "text": text} for text in texts]}


def rejected(reason: str, url: str = "http://a.example/", source: str = "gazette") -> Line:
    return {"source_id": source, "reason": reason, "url_requested": url}


def hostile_report() -> Report:
    """Return a report whose every text that can come from outside means harm."""
    articles = [
        article(
            source_id=text,
            language=text,
            page_type=text,
            date_published_source=text,
            date_published_precision=text,
            quality_flags=[text],
            date_fetched=f"2026-11-{number + 1:02}T00:00:00Z",
        )
        for number, text in enumerate(HOSTILE)
    ]
    return count_lines(
        [*articles, article(date_fetched="<b>never</b>")],
        [removed(text, *HOSTILE) for text in HOSTILE],
        [rejected(f"http-{text}", text, text) for text in HOSTILE],
    )
