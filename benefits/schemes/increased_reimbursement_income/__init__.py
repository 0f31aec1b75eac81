"""Increased reimbursement of health care on the household's income, on application."""

from benefits.schemes.increased_reimbursement_income.rule import SCHEME

__all__ = ["SCHEME"]
