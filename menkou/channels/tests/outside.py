"""A stub of somebody's server on this machine: it answers what it is told to and remembers what it was asked."""

import datetime
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from menkou.channels.addresses import Permits


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]  # names in small letters
    body: bytes


@dataclass
class Stub:
    port: int
    status: int = 200
    answer: object = field(default_factory=dict)  # bytes, or what is said in JSON
    headers: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False  # after the question, without an answer
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def permits(self) -> Permits:
        return Permits(frozenset({f"127.0.0.1:{self.port}"}), demo=True)

    @property
    def last(self) -> Asked:
        return self.asked[-1]


@contextmanager
def answering(tls: ssl.SSLContext | None = None) -> Iterator[Stub]:
    """A server until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            named = {name.lower(): value for name, value in self.headers.items()}
            stub.asked.append(Asked(self.command, self.path, named, body))
            if stub.hang_up:
                return
            said = stub.answer if isinstance(stub.answer, bytes) else json.dumps(stub.answer).encode()
            self.send_response(stub.status)
            for name, value in {"Content-Length": str(len(said)), **stub.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_PUT = answer

        def log_message(self, *_):
            """Nothing into the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    stub = Stub(server.server_address[1])
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(name: str, folder) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context whose certificate shows this name, and a caller's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "both.pem").write_bytes(private + pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "both.pem")
    return server, ssl.create_default_context(cadata=pem.decode())
