"""What proves a mail: signatures of domains (DKIM), servers that may send (SPF), seals of who passed it on (ARC)."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

import dkim
import spf

from fairpanel.engines.mail_in.dns import NoAnswer, Patience, Records
from fairpanel.receipts.mail.values import Envelope, Proof, Verdict

# A mail that was passed on often has three signatures and as many seals; each is asked for at a name server.
_SIGNATURES_MAX: Final = 5
_SEALS_MAX: Final = 10
_SIGNATURE: Final = re.compile(rb"^dkim-signature[ \t]*:", re.IGNORECASE | re.MULTILINE)
_SEAL: Final = re.compile(rb"^arc-seal[ \t]*:", re.IGNORECASE | re.MULTILINE)
_HELD: Final = re.compile(
    r"\bdkim=pass\b[^;]{0,500}?\bheader\.(?:d|i)=\"?@?(?:[^\s;@\"]{0,64}@)?([a-z0-9.-]{1,253})", re.IGNORECASE
)
_KEY_BITS_MIN: Final = 1024
# What the library logs are words of mails.
logging.getLogger("dkimpy").disabled = True


class DnsProver:
    """Proves mails by what their senders' domains say in the domain name system."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def prove(self, data: bytes, envelope: Envelope) -> Proof:
        """What was found. Takes `dns.ALL_SECONDS_MAX` at most beside its reckoning, and raises nothing."""
        patience = Patience(self._records)
        head = data[: _end_of_head(data)]
        signed, signers = _signatures(data, head, patience)
        sealed, sealer, saw = _chain(data, head, patience)
        sent, domain = _server(envelope, patience)
        return Proof(
            dkim=signed, signers=signers, arc=sealed, sealer=sealer, sealer_saw=saw, spf=sent, spf_domain=domain
        )  # fmt: skip


def _signatures(data: bytes, head: bytes, patience: Patience) -> tuple[Verdict, tuple[str, ...]]:
    """Whether one signature holds, and whose do."""
    count = len(_SIGNATURE.findall(head))
    if not count:
        return Verdict.NONE, ()
    signers, is_unsure = [], False
    for number in range(min(count, _SIGNATURES_MAX)):
        verifier = _verifier(dkim.DKIM, data)
        try:
            holds = verifier.verify(idx=number, dnsfunc=_text_of(patience))
            # Below a signature over a part of it (l=) anything may have been written.
            if holds and b"l" not in verifier.signature_fields:
                signers.append(verifier.domain.decode("ascii").lower())
        except (NoAnswer, dkim.DnsTimeoutError):
            is_unsure = True
        except Exception:  # noqa: BLE001, S112 - its parsers raise whatever they like on hostile signatures
            continue
    if signers:
        return Verdict.PASS, tuple(dict.fromkeys(signers))
    return (Verdict.UNSURE if is_unsure else Verdict.FAIL), ()


def _chain(data: bytes, head: bytes, patience: Patience) -> tuple[Verdict, str, tuple[str, ...]]:
    """Whether the chain of seals holds, who sealed it last, and of whom that one saw a signature that held."""
    count = len(_SEAL.findall(head))
    if not count:
        return Verdict.NONE, "", ()
    if count > _SEALS_MAX:
        return Verdict.FAIL, "", ()
    try:
        verdict, seals, _why = _verifier(dkim.ARC, data).verify(dnsfunc=_text_of(patience))
    except (NoAnswer, dkim.DnsTimeoutError):
        return Verdict.UNSURE, "", ()
    except Exception:  # noqa: BLE001 - see above
        return Verdict.FAIL, "", ()
    if verdict != dkim.CV_Pass or not seals:
        return Verdict.FAIL, "", ()
    last = max(seals, key=lambda seal: seal["instance"])
    domain = last["as-domain"].decode("ascii", "replace").lower()
    told = last["aar-value"].decode("utf-8", "replace") if "aar-value" in last else ""
    return Verdict.PASS, domain, tuple(dict.fromkeys(found.lower() for found in _HELD.findall(told)))


def _server(envelope: Envelope, patience: Patience) -> tuple[Verdict, str]:
    """Whether the server that sent it may send for the domain of the envelope's sender."""
    if not envelope.ip:
        return Verdict.NONE, ""
    domain = envelope.sender.rpartition("@")[2] or envelope.helo
    try:
        asked = _Query(envelope, patience)
        verdict, _code, _words = asked.check()
    except NoAnswer:
        return Verdict.UNSURE, domain
    except Exception:  # noqa: BLE001 - see above
        return Verdict.FAIL, domain
    known = {"pass": Verdict.PASS, "none": Verdict.NONE, "neutral": Verdict.NONE, "temperror": Verdict.UNSURE}
    return known.get(verdict, Verdict.FAIL), domain


class _Query(spf.query):  # type: ignore[misc]  # it ships no types
    """A question to SPF that asks our name servers and counts its own way (RFC 7208, section 4.6.4)."""

    def __init__(self, envelope: Envelope, patience: Patience) -> None:
        super().__init__(i=envelope.ip, s=envelope.sender, h=envelope.helo)
        self._patience = patience

    def dns(self, name: str, qtype: str, cnames: Any = None, ignore_void: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - the library's signature
        name = str(name).rstrip(".").lower()
        if not all(0 < len(label) < 64 for label in name.split(".")):  # noqa: PLR2004 - what a label may be long
            return []
        try:
            found = self._patience.ask(name, qtype)
        except NoAnswer:
            raise spf.TempError("no name server answered") from None
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("too many names without records")
        return [(record,) if qtype in {"TXT", "SPF"} else record for record in found]


def _verifier(made: Any, data: bytes) -> Any:
    return made(data, minkey=_KEY_BITS_MIN, timeout=1)


def _text_of(patience: Patience) -> Any:
    def ask(name: bytes | str, timeout: float = 0) -> bytes | None:  # noqa: ARG001 - the library's signature
        told = name.decode("ascii", "replace") if isinstance(name, bytes) else name
        found = patience.ask(told.rstrip(".").lower(), "TXT")
        return found[0] if found else None

    return ask


def _end_of_head(data: bytes) -> int:
    found = re.search(rb"\r?\n\r?\n", data)
    return found.end() if found else len(data)
