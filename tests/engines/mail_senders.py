"""Domains that send mail, as name servers know them: keys to sign with, records of who may send."""

import base64
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from fairpanel.engines.mail_in.dns import Table

SELECTOR = "s1"


@cache
def key_of(domain: str) -> rsa.RSAPrivateKey:
    """The domain's own key."""
    del domain
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(domain: str) -> bytes:
    kind = serialization.PrivateFormat.TraditionalOpenSSL
    return key_of(domain).private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())


def dns_of(*domains: str, allowed: str = "192.0.2.7") -> Table:
    """What name servers say of these: the public half of each key, and which server may send."""
    records: dict[tuple[str, str], list[Any]] = {}
    for domain in domains:
        public = key_of(domain).public_key()
        der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        records[f"{SELECTOR}._domainkey.{domain}", "TXT"] = [b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)]
        records[domain, "TXT"] = [f"v=spf1 ip4:{allowed} -all".encode()]
    return Table(records)


def signed(mail: bytes, domain: str, *, length: bool = False) -> bytes:
    """The mail with a signature of that domain; with `length` only of the body as it is now."""
    header = dkim.sign(mail, SELECTOR.encode(), domain.encode(), _pem(domain), length=length)
    return bytes(header) + mail


def sealed(mail: bytes, domain: str, *, saw: str) -> bytes:
    """The mail as a forwarder passes it on: sealed, with what it saw of the mail's own signature."""
    saying = _Said(domain, [_Result(f"dkim=pass header.d={saw} header.s={SELECTOR}")])
    told = f"Authentication-Results: {domain}; dkim=pass header.d={saw}\r\n".encode() + mail
    reader = SimpleNamespace(AuthenticationResultsHeader=SimpleNamespace(parse=lambda _text: saying))
    # The library reads such headers by a package of its own, which nothing of ours needs.
    with patch.object(dkim, "authres", reader, create=True):
        headers = dkim.ARC(told).sign(SELECTOR.encode(), domain.encode(), _pem(domain), domain.encode())
    return b"".join(headers) + told


@dataclass(frozen=True)
class _Result:
    text: str
    method: str = "dkim"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class _Said:
    authserv_id: str
    results: list[_Result]
