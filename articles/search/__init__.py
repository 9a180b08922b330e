"""Search in the archive: its public interface, whichever engine answers.

    search(Search("سیل تهران", reference=today), with_counts=True) → Answer

Raises :class:`IndexUnavailableError` if no index answers. The rest of the project imports only from
here.
"""

import lazy_loader


def connect() -> None:
    """Follow the commits of this process, and check the index with Django's other checks. Called
    once, when the app is ready."""
    from articles.search import checks, following
    from articles.search.cluster import patience

    following.connect()
    checks.connect()
    patience.connect()


# Imported when they are first used: most commands search nothing, and none should wait for this.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
