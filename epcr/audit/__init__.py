"""Audit: who changed which field of a run sheet, when, from what to what."""

from epcr.audit.listener import NoActor, install
from epcr.audit.model import CONTESTED, SAME, AuditLine

__all__ = ["CONTESTED", "SAME", "AuditLine", "NoActor", "install"]
