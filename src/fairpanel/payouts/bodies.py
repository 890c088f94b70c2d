"""Addresses and bodies, sealed while they lie and open while they are used."""

import json
from collections.abc import Mapping

from fairpanel.payouts import ports
from fairpanel.payouts.models import Address, Payout
from fairpanel.payouts.values import Order


def sealed_address(parts: Mapping[str, str], *, id_: object) -> bytes:
    """An address as its row keeps it."""
    return ports.filled().seal.seal(json.dumps(dict(parts)).encode(), about=f"payout address {id_}")


def opened_address(address: Address) -> dict[str, str]:
    """What an address consists of, in the clear: for a body, and for nothing else."""
    return _parts(ports.filled().seal.open(bytes(address.sealed), about=f"payout address {address.id}"))


def write(payout: Payout, address: Mapping[str, str]) -> None:
    """Make the one body that pays this payout: what the provider takes or, for a transfer by file, its address."""
    provider = ports.filled().providers.get(payout.provider)
    if provider is None:
        payout.external_id = payout.id.hex
        body = json.dumps(dict(address)).encode()
    else:
        payout.external_id = provider.external_id(payout.id)
        body = provider.compose(Order(payout.external_id, payout.amount, address))
    payout.body = ports.filled().seal.seal(body, about=f"payout body {payout.id}")


def body_of(payout: Payout) -> bytes:
    """The body as it was made. Raises `ValueError` where it is not kept any more."""
    if payout.body is None:
        raise ValueError("the body of this payout is not kept any more")
    return ports.filled().seal.open(bytes(payout.body), about=f"payout body {payout.id}")


def order_of(payout: Payout) -> Order:
    """A transfer by file, with its address."""
    return Order(payout.external_id, payout.amount, _parts(body_of(payout)))


def _parts(data: bytes) -> dict[str, str]:
    return {str(name): str(value) for name, value in json.loads(data).items()}
