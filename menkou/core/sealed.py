"""Text that only its parties can open: AES-256-GCM under a key of its own, itself wrapped by the key file.

A sealed record is: algorithm (1 byte) | nonce (12) | ciphertext and tag. A wrapped key is: algorithm (1) |
length of the key's name (1) | name | nonce (12) | ciphertext and tag. Algorithm 1 is AES-256-GCM; SM4-GCM may follow.
The context (what the record belongs to) is authenticated, so that no record can be moved to another place.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from menkou.core.keys import KEY_BYTES, keyring

AES_256_GCM = 1
NONCE_BYTES = 12


class Unsealable(RuntimeError):
    """The record is damaged, belongs elsewhere, or its key has been destroyed."""


def new_key() -> bytes:
    """A fresh key (32 bytes) for one consultation."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, text: str, *, context: str) -> bytes:
    """Seal a text for what the context names."""
    return seal_bytes(key, text.encode(), context=context)


def unseal(key: bytes, record: bytes, *, context: str) -> str:
    """Open a record. Raises Unsealable."""
    return unseal_bytes(key, record, context=context).decode()


def seal_bytes(key: bytes, plain: bytes, *, context: str) -> bytes:
    """Seal voice or a picture for what the context names."""
    return bytes([AES_256_GCM]) + _encrypt(key, plain, context)


def unseal_bytes(key: bytes, record: bytes, *, context: str) -> bytes:
    """Open a record. Raises Unsealable."""
    if record[:1] != bytes([AES_256_GCM]):
        raise Unsealable("unknown algorithm")
    return _decrypt(key, record[1:], context)


def wrap(key: bytes, *, context: str) -> bytes:
    """Wrap a consultation's key with the active key of the key file."""
    ring = keyring()
    return wrapped_by(ring.active) + _encrypt(ring.sealing[ring.active], key, context)


def wrapped_by(name: str) -> bytes:
    """How every record begins that the wrapping key of this name has wrapped."""
    return bytes([AES_256_GCM, len(name.encode())]) + name.encode()


def active() -> str:
    """The name of the key that wraps now."""
    return keyring().active


def unwrap(record: bytes, *, context: str) -> bytes:
    """The consultation's key. Raises Unsealable, also where the wrapping key has been destroyed."""
    if record[:1] != bytes([AES_256_GCM]):
        raise Unsealable("unknown algorithm")
    end = 2 + int.from_bytes(record[1:2])
    wrapping = keyring().sealing.get(record[2:end].decode(errors="replace"))
    if wrapping is None:
        raise Unsealable("the wrapping key has been destroyed")
    return _decrypt(wrapping, record[end:], context)


def _encrypt(key: bytes, plain: bytes, context: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def _decrypt(key: bytes, record: bytes, context: str) -> bytes:
    try:
        return AESGCM(key).decrypt(record[:NONCE_BYTES], record[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable("damaged, or of another place") from error
