"""The programme as dated data: who asks, in which regions, what is paid for what, which receipts count."""

from fairpanel.programme.document import NoSuchVersion, NotInForce, Programme
from fairpanel.programme.loading import (
    DEFAULT_PRESET,
    BrokenProgramme,
    NoSuchPreset,
    UnreadableProgramme,
    load,
    preset,
    presets,
)
from fairpanel.programme.offers import (
    OF_MINORS,
    AtStart,
    EachReceipt,
    Labelling,
    Meter,
    MeterRunning,
    NothingBought,
    Offer,
    Purpose,
    ReceiptThreshold,
    Referral,
    Survey,
    Tenure,
)
from fairpanel.programme.payouts import PayoutRules, PayoutWay
from fairpanel.programme.receipts import PaperKind, ReceiptField, ReceiptRules, ShopKind
from fairpanel.programme.record import Fault
from fairpanel.programme.regions import DatedAge, Region
from fairpanel.programme.retention import Retention
from fairpanel.programme.versions import Recipient, Research, Researcher, Seller, Source, Version

__all__ = [
    "DEFAULT_PRESET",
    "OF_MINORS",
    "AtStart",
    "BrokenProgramme",
    "DatedAge",
    "EachReceipt",
    "Fault",
    "Labelling",
    "Meter",
    "MeterRunning",
    "NoSuchPreset",
    "NoSuchVersion",
    "NotInForce",
    "NothingBought",
    "Offer",
    "PaperKind",
    "PayoutRules",
    "PayoutWay",
    "Programme",
    "Purpose",
    "ReceiptField",
    "ReceiptRules",
    "ReceiptThreshold",
    "Recipient",
    "Referral",
    "Region",
    "Research",
    "Researcher",
    "Retention",
    "Seller",
    "ShopKind",
    "Source",
    "Survey",
    "Tenure",
    "UnreadableProgramme",
    "Version",
    "load",
    "preset",
    "presets",
]
