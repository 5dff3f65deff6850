import http.client
import signal
import threading
from collections.abc import Iterator

import pytest
from starlette.responses import PlainTextResponse

from crawler.serving.server import listen, serve, url_of
from pipelines.errors import ConfigError


def test_free_port_is_told() -> None:
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        assert port
        assert url_of(listening) == f"http://127.0.0.1:{port}/"


def test_port_that_is_taken_is_named() -> None:
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"--port {port} at 127.0.0.1: .*in use"):
            listen("127.0.0.1", port)


def test_host_that_is_not_here_is_named() -> None:
    with pytest.raises(ConfigError, match=r"--port 0 at 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """An interrupt raises, as in a terminal: a background process begins with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_signal_ends_the_server_and_reaches_who_waits_for_it() -> None:
    """The handler of before gets it, so that the verb ends as all others do."""
    answers: list[int] = []
    ended: list[int] = []
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]

        def ask_and_end() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/")
            answers.append(connection.getresponse().status)
            connection.close()
            signal.raise_signal(signal.SIGINT)

        asking = threading.Thread(target=ask_and_end)
        asking.start()
        with pytest.raises(KeyboardInterrupt):
            serve(PlainTextResponse("here"), listening, lambda: ended.append(len(answers)))
        asking.join()
    assert (answers, ended) == ([200], [1])
