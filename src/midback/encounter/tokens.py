"""Random tokens that lead to something stored, and the digests by which the database knows them."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """A token of 256 random bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """A name of 128 random bits that leads to nothing by itself."""
    return secrets.token_hex(16)


def digest(token: str) -> str:
    """The key under which a token's record is kept; it doesn't lead back to the token."""
    return sha256(token.encode()).hexdigest()
