"""Proof that nothing was changed: the signed heads of the transparency log, and receipts."""
