import http.client
import signal
import socket
import threading

import pytest
from starlette.responses import PlainTextResponse

from crawler.serving import server
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


@pytest.mark.usefixtures("interruptible")
def test_connections_without_a_request_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """More of them than may be open keep nobody else from an answer."""
    monkeypatch.setattr(server, "_IDLE_S", 0.2)
    monkeypatch.setattr(server, "_MAX_CONNECTIONS", 3)
    told: list[bytes | int] = []
    with listen("127.0.0.1", 0) as listening:
        host, port = listening.getsockname()
        idle: list[socket.socket] = []

        def crowd_and_ask() -> None:
            for _ in range(5):
                idle.append(socket.create_connection((host, port), timeout=30))
                idle[-1].sendall(b"GET / HT")
            for connection in idle:
                told.append(connection.recv(1))
                connection.close()
            asked = http.client.HTTPConnection(host, port, timeout=30)
            asked.request("GET", "/")
            told.append(asked.getresponse().status)
            asked.close()
            signal.raise_signal(signal.SIGINT)

        asking = threading.Thread(target=crowd_and_ask)
        asking.start()
        with pytest.raises(KeyboardInterrupt):
            serve(PlainTextResponse("here"), listening, lambda: None)
        asking.join()
    assert told == [b"", b"", b"", b"", b"", 200]
