"""The archive watches itself.

:mod:`.gathering` takes figures from the database and the machine, the rules (:mod:`.rules`, pure)
find in them what somebody should look at, and :mod:`.cycle` keeps the findings.
"""
