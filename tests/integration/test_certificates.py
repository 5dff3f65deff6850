"""A server whose certificate is no good is told in one line, not in tracebacks."""

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from typing_extensions import override

from tests.integration.newsdesk_runs import QUICK, crawl, newsdesk, write_sources

WHY = "the certificate of the server is not valid"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the clients break the handshake off."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server with a certificate that it signed itself, for no name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path / "server.pem"))
    server = _Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}/feed.xml"
    server.shutdown()
    thread.join()
    server.server_close()


def _certificate(path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gazette.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    dated = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    pem = dated.sign(key, SHA256()).public_bytes(Encoding.PEM)
    path.write_bytes(
        pem + key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    return path


def test_crawl_tells_it_as_the_failure_of_the_source(address: str, tmp_path: Path) -> None:
    write_sources(tmp_path, [{"id": "gazette", "url": address}])
    done = crawl(tmp_path, *QUICK, "--log-format", "json", code=3)
    messages = [json.loads(line)["message"] for line in done.stderr.splitlines()]
    assert len(messages) == 2
    assert messages[0].startswith("gazette failed: ")
    assert messages[0].endswith(WHY)


def test_fetch_tells_it_as_the_failure_of_the_page(address: str) -> None:
    done = newsdesk("fetch", "--allow-private", address, "-s", "RETRY_TIMES=0")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.endswith(WHY)
