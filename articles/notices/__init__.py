"""Notices: what happens is told to members of the staff, each as they have chosen.

:mod:`.telling` makes notices of what has happened, :mod:`.delivering` sends those that go by mail
or to a webhook, :mod:`.words` says them in a language.
"""
