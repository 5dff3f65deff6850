"""Answers that want to harm whoever asks, and how each must end."""

import gzip
import io
import zlib
from collections.abc import Callable, Mapping

import brotli

from pipelines.zstandard import zstd
from tests.integration.hostile_server import (
    HTML,
    Behave,
    drip,
    flood,
    message,
    never,
    redirect,
    reset_after,
    say,
)
from tests.integration.prose import page

MIB = 1024 * 1024
ZEROS = bytes(MIB)
RUSSIAN = (
    "Паромщики из Лоумира починили старые часы на пристани за две недели до осенних штормов.",
    "Деньги на работу собрали жители улицы, которые каждый вечер слышали бой этих часов.",
    "Мастер рассказал, что механизм стоял с шестьдесят первого года и заржавел от соли.",
    "Теперь часы снова показывают время приливов, и рыбаки сверяют по ним свои сети.",
)
CHINESE = (
    "小镇的居民在秋天的风暴到来之前修好了码头上的旧钟，大家都非常高兴。",
    "修理用的钱是住在河边的人们一起捐出来的，他们每天晚上都听得到钟声。",
    "老师傅说，这座钟从六十年前开始就停了，里面的零件都被海水弄坏了。",
    "现在渔民们又可以看着这座钟出海，孩子们也学会了怎样看潮水的时间。",
)
JAPANESE = (
    "町の人たちは秋の嵐が来る前に、港にある古い時計を二週間かけて直しました。",
    "修理のお金は、毎晩この時計の音を聞いていた通りの住民が集めたものです。",
    "職人によると、時計は六十年前から止まっていて、塩でひどく錆びていました。",
    "今では漁師たちがまたこの時計で潮の時間を確かめてから海へ出ています。",
)


def in_words(title: str, sentences: tuple[str, ...], charset: str) -> str:
    """Return a page of a few paragraphs that declares a charset, rightly or not."""
    turns = len(title) % len(sentences)
    turned = (*sentences[turns:], *sentences[:turns])
    text = f"<p>{title}: {''.join(sentences)}</p>" + "".join(f"<p>{line}</p>" for line in turned)
    return (
        f"<!doctype html><html><head><meta charset='{charset}'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )


def packed(body: bytes, encoding: str) -> Behave:
    return say(message(body, headers=[f"Content-Encoding: {encoding}"]))


def gzip_bomb(mebibytes: int) -> bytes:
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=6) as writer:
        for _ in range(mebibytes):
            writer.write(ZEROS)
    return target.getvalue()


def brotli_bomb(mebibytes: int) -> bytes:
    packer = brotli.Compressor(quality=1)
    pieces = [packer.process(ZEROS) for _ in range(mebibytes)]
    return b"".join([*pieces, packer.finish()])


def deflate_bomb(mebibytes: int) -> bytes:
    packer = zlib.compressobj(level=1)
    pieces = [packer.compress(ZEROS) for _ in range(mebibytes)]
    return b"".join([*pieces, packer.flush()])


def zstd_bomb(mebibytes: int) -> bytes:
    return zstd.compress(bytes(mebibytes * MIB))


def head(*lines: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", f"Content-Type: {HTML}", *lines, "", "")).encode()


def story(title: str, middle: str = "", in_head: str = "") -> bytes:
    """Return an ordinary story with something in it that is none."""
    whole = page(title).decode()
    whole = whole.replace("</head>", f"{in_head}</head>", 1)
    return whole.replace("</h1>", f"</h1>{middle}", 1).encode("utf-8", "surrogatepass")


def wall(title: str, *lines: str) -> Behave:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return say(message(f"<html><title>{title}</title><body><h1>{title}</h1>{text}".encode()))


def final(url: Callable[[str], str]) -> Mapping[str, tuple[Behave, str]]:
    """Return what is refused at once, and why; ``url`` gives the address of a path."""
    return {
        "/loop": (redirect(url("/loop")), "too-many-redirects"),
        "/ring-a": (redirect(url("/ring-b")), "too-many-redirects"),
        "/ring-refresh": (
            say(message(b"<meta http-equiv=refresh content='0;url=/ring-refresh'><p>x")),
            "no-article-body",
        ),
        "/to-file": (redirect("file:///etc/passwd"), "http-302"),
        "/to-data": (redirect("data:text/html,<h1>No</h1>"), "http-302"),
        "/to-script": (redirect("javascript:alert(1)"), "bad-address"),
        "/to-nowhere": (redirect("http://[::1"), "bad-address"),
        "/to-ftp": (redirect("ftp://127.0.0.1/x"), "http-302"),
        "/refresh-to-file": (
            say(message(b"<meta http-equiv=refresh content='0;url=file:///etc/passwd'><p>x")),
            "no-article-body",
        ),
        "/to-elsewhere": (redirect("http://127.0.9.9:1/"), "offsite-redirect"),
        "/bomb-gzip": (packed(gzip_bomb(1024), "gzip"), "too-large"),
        "/bomb-deflate": (packed(deflate_bomb(128), "deflate"), "too-large"),
        "/bomb-br": (packed(brotli_bomb(128), "br"), "too-large"),
        "/bomb-zstd": (packed(zstd_bomb(128), "zstd"), "too-large"),
        "/bomb-in-bomb": (packed(gzip.compress(gzip_bomb(128)), "gzip, gzip"), "too-large"),
        "/announced-huge": (say(head(f"Content-Length: {200 * MIB}")), "too-large"),
        "/huge-chunked": (
            flood(head("Transfer-Encoding: chunked"), b"10000\r\n" + bytes(MIB // 16) + b"\r\n"),
            "too-large",
        ),
        "/huge-unannounced": (flood(head("Connection: close"), bytes(MIB)), "too-large"),
        "/flood-headers": (flood(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 1_000), "too-large"),
        "/flood-cookies": (
            flood(b"HTTP/1.1 200 OK\r\n", b"Set-Cookie: a=b\r\n" * 1_000),
            "too-large",
        ),
        "/flood-interim": (flood(b"", b"HTTP/1.1 103 Hints\r\n\r\n" * 1_000), "too-large"),
        "/nested": (say(message(b"<html><title>T</title>" + b"<div>" * 400_000)), "too-complex"),
        "/links": (
            say(message(b"<html><title>T</title>" + b"<a href=/n>l</a>" * 100_000)),
            "too-complex",
        ),
        "/attributes": (say(message(_attributes(300_000))), "too-complex"),
        "/deep": (say(message(story("Too deep markup", "<div>" * 20_000))), "no-article-body"),
        "/empty": (say(message(b"")), "empty-page"),
        "/spaces": (say(message(b" \n" * 100)), "empty-page"),
        "/zeros": (say(message(bytes(1_000))), "not-html"),
        "/pdf": (say(message(b"%PDF-1.7\n" + bytes(range(256)) * 40)), "not-html"),
        "/image": (say(message(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)), "not-html"),
        "/soft-404": (
            wall("Page not found", "The page you are looking for could not be found on our site."),
            "soft-404",
        ),
        "/login": (
            wall("Log in", "Please log in or create a free account to continue reading."),
            "login-wall",
        ),
        "/consent": (
            wall(
                "Before you continue",
                "We and our partners use cookies and store information on a device to process "
                "personal data.",
                "You can accept all or reject all; see our privacy policy and your choices.",
            ),
            "consent-wall",
        ),
    }


def passing() -> Mapping[str, tuple[Behave, str]]:
    """Return what is asked for again in later runs, and why."""
    whole = page("Torn")
    nested = gzip.compress(gzip.compress(gzip.compress(page("Packed thrice"))))
    head_of_lines = b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1_000
    return {
        "/never": (never, "download-timeout"),
        "/drip": (drip(message(whole), 0.05), "download-timeout"),
        "/drip-head": (drip(head_of_lines, 0.05), "download-timeout"),
        "/no-answer": (say(b""), "download-failed"),
        "/no-http": (say(b"\x16\x03\x01\x02\x00garbage\r\n\r\n"), "download-failed"),
        "/reset": (reset_after(message(whole)[:-500]), "download-incomplete"),
        "/short": (
            say(message(whole, headers=[f"Content-Length: {len(whole) + 9}"])),
            "download-incomplete",
        ),
        "/torn-gzip": (packed(gzip.compress(whole)[:-100], "gzip"), "download-incomplete"),
        "/torn-br": (packed(brotli.compress(whole)[:-100], "br"), "download-incomplete"),
        "/torn-zstd": (packed(zstd.compress(whole)[:-9], "zstd"), "download-incomplete"),
        "/no-br": (packed(b"\xff" * 99, "br"), "bad-encoding"),
        "/packed-thrice": (packed(nested, "gzip, gzip, gzip"), "bad-encoding"),
        "/valueless": (say(message(_valueless(300_000))), "page-timeout"),
    }


def readable() -> Mapping[str, tuple[Behave, str]]:
    """Return what is badly made and gives its story all the same, and the title of it."""
    utf16 = in_words("Часы на пристани", RUSSIAN, "utf-8").encode("utf-16")
    long_data = page("More than announced")
    return {
        "/cp1251-as-utf8": (
            say(message(in_words("Старые часы", RUSSIAN, "windows-1251").encode("cp1251"))),
            "Старые часы",
        ),
        "/cp1251-undeclared": (
            say(message(in_words("Новые часы", RUSSIAN, "utf-8").encode("cp1251"), "text/html")),
            "Новые часы",
        ),
        "/gbk": (
            say(message(in_words("码头上的旧钟", CHINESE, "gbk").encode("gbk"), "text/html")),
            "码头上的旧钟",
        ),
        "/shift-jis": (
            say(
                message(
                    in_words("港の古い時計", JAPANESE, "shift_jis").encode("cp932"),
                    "text/html; charset=shift_jis",
                )
            ),
            "港の古い時計",
        ),
        "/utf16-bom": (say(message(utf16)), "Часы на пристани"),
        "/utf8-bom-against-header": (
            say(
                message(
                    b"\xef\xbb\xbf" + in_words("Часы и море", RUSSIAN, "utf-8").encode(),
                    "text/html; charset=windows-1251",
                )
            ),
            "Часы и море",
        ),
        "/unknown-charset": (
            say(message(page("A charset of its own"), "text/html; charset=x-nonsense")),
            "A charset of its own",
        ),
        "/nul-bytes": (
            say(message(story("Zeros inside", "\x00<p>a\x00b\x00</p>"))), "Zeros inside"
        ),
        "/surrogates": (
            say(message(story("Half characters", "<p>\ud800 and &#xD800;</p>"))),
            "Half characters",
        ),
        "/controls": (
            say(message(story("Control\x1b[31m signs\x07", "<p>\x1b]0;owned\x07\u2028\x9b</p>"))),
            "Control [31m signs",
        ),
        "/jsonld-broken": (
            say(message(story("Broken data", in_head=_json_ld('{"@type": "NewsArticle", ')))),
            "Broken data",
        ),
        "/jsonld-deep": (
            say(message(story("Deep data", in_head=_json_ld("[" * 1_000_000)))),
            "Deep data",
        ),
        "/jsonld-huge": (
            say(message(story("Huge data", in_head=_json_ld('["' + "x" * 3 * MIB + '"]')))),
            "Huge data",
        ),
        "/dates": (
            say(
                message(
                    story(
                        "Dates of another world",
                        in_head="<meta property='article:modified_time' content='9999-99-99'>",
                    )
                )
            ),
            "Dates of another world",
        ),
        "/no-type": (say(message(page("Of no type"), None)), "Of no type"),
        "/too-long": (
            say(message(long_data, headers=[f"Content-Length: {len(long_data)}"]) + b"more" * 99),
            "More than announced",
        ),
        "/trailing-gzip": (packed(gzip.compress(page("With an end")) + b"\0" * 99, "gzip"),
                           "With an end"),
        "/not-packed": (packed(page("Said to be packed"), "gzip"), "Said to be packed"),
        "/nested-a-little": (say(message(story("Deep markup", "<div>" * 300))),
            "Deep markup",
        ),
    }  # fmt: skip


def _attributes(count: int) -> bytes:
    return b"<html><title>T</title><p" + b"".join(b" a%d=1" % n for n in range(count)) + b">"


def _valueless(count: int) -> bytes:
    return b"<html><title>T</title><p" + b"".join(b" a%d" % n for n in range(count)) + b">"


def _json_ld(text: str) -> str:
    return f"<script type='application/ld+json'>{text}</script>"


def healthy(number: int, where: str) -> dict[str, Behave]:
    """Return ordinary stories by their paths."""
    titles = [f"The {n}th story of a quiet day in {where}" for n in range(number)]
    return {f"/{where}-{n}": say(message(page(title))) for n, title in enumerate(titles)}
