"""Increased reimbursement of health care, by status."""

from benefits.schemes.increased_reimbursement.rule import SCHEME, Facts, Status

__all__ = ["SCHEME", "Facts", "Status"]
