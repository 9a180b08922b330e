"""Fetches addresses that staff name, and nothing else: guarded against what they may lead to.

An address is a wish of somebody outside: it may name a service of this machine, lead there by a
redirect or a name, answer for ever, or unpack to more than the disk. :mod:`.request` makes one
request within limits; :class:`.visitor.Visitor` follows redirects, asks ``robots.txt`` and waits
between requests to a host.
"""
