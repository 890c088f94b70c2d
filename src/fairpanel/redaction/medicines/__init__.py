"""Medicines: the names that lists of medicines know, and what else on a line speaks for one."""

from fairpanel.redaction.medicines.evidence import ENOUGH, ENOUGH_AT_A_PHARMACY, evidence, names_pharmacy

__all__ = ["ENOUGH", "ENOUGH_AT_A_PHARMACY", "evidence", "names_pharmacy"]
