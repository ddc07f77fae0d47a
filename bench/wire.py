"""A connection for many calls that costs its client little: on two cores a client is part of what is measured."""

import socket

WAITS_S = 10.0


class Wire:
    """HTTP/1.1, one call after the other, to servers that say how long their answers are."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=WAITS_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, path: str, body: bytes) -> bytes:
        """POST it; what is answered with 200, else the whole answer. Raises OSError, also where it was closed."""
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.socket.sendall(head.encode() + body)
        heard = b""
        while not (whole := _whole(heard)):
            if not (part := self.socket.recv(65536)):
                raise ConnectionResetError("closed")
            heard += part
        return whole

    def close(self) -> None:
        self.socket.close()


def _whole(heard: bytes) -> bytes:
    """The body as soon as all of it is here, else nothing; no server that is measured answers with no body."""
    head, _, body = heard.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    if not lengths or len(body) < int(lengths[0].split(b":")[1]):
        return b""
    return body if head.startswith(b"HTTP/1.1 200 ") else heard
