"""The archive as open data: files by year that anybody may take away, with what is needed to use
them and to check that they are whole.

:mod:`.columns` says what a row has, :mod:`.parts` which files there are, :mod:`.writing` writes
what has changed, :mod:`.manifest` reads and writes what tells of it.
"""
