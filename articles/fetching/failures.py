"""Why something was not fetched."""

from __future__ import annotations

from enum import StrEnum


class Failure(StrEnum):
    BAD_ADDRESS = "bad_address"
    PRIVATE_ADDRESS = "private_address"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    CUT_OFF = "cut_off"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    ROBOTS = "robots"
    STATUS = "status"


class FetchError(Exception):
    """Nothing was fetched; ``detail`` is what the system or the server said."""

    def __init__(self, failure: Failure, detail: str = "", *, retry_after: int = 0) -> None:
        super().__init__(f"{failure}: {detail}" if detail else str(failure))
        self.failure = failure
        self.detail = detail
        self.retry_after = retry_after
