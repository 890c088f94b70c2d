"""A file of SEPA credit transfers, ISO 20022 pain.001.001.03, as banks take it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sepaxml import SepaTransfer

from fairpanel.payouts.ports import Payer
from fairpanel.payouts.values import Order


def file(*, payer: Payer, orders: Sequence[Order], message: str, now: datetime) -> bytes:
    """The file for these orders, all in one currency, of which there is at least one.

    `message` names the file, each order's id its transfer. The library checks it against the schema of ISO.
    """
    config: dict[str, Any] = {
        "name": payer.name, "IBAN": payer.iban, "batch": True, "currency": orders[0].amount.currency,
    }  # fmt: skip
    if payer.bic:
        config["BIC"] = payer.bic
    transfer = SepaTransfer(config, schema="pain.001.001.03", clean=True)
    transfer.msg_id = message
    # The library has written its own name into the header already, by a random number and the clock.
    for tag, text in (("MsgId", message), ("CreDtTm", now.strftime("%Y-%m-%dT%H:%M:%S"))):
        next(iter(transfer._xml.iter(tag))).text = text  # noqa: SLF001  # there is no other way in
    for order in orders:
        transfer.add_payment(
            {
                "name": order.address["holder"], "IBAN": order.address["iban"], "amount": order.amount.minor,
                "execution_date": now.date(), "description": f"Panel {order.external_id[:12]}",
                "endtoend_id": order.external_id,
            }
        )  # fmt: skip
    return bytes(transfer.export(validate=True))
