"""Proof that nothing was changed: every capture enters an append-only Merkle tree (RFC 9162), whose
root is signed daily.

:mod:`.merkle` is the arithmetic of the tree, :mod:`.leaves` says what a leaf is made of and
:mod:`.notes` what is signed; :mod:`.log` appends and reads, :mod:`.heads` signs, :mod:`.stamping`
has an authority stamp what was signed, :mod:`.receipts` gives proofs away, :mod:`.auditing` checks
the whole log, and ``verify_receipt.py`` checks a receipt anywhere, without this project.
"""
