"""Sends notices by mail and to webhooks; what is not taken is tried again, ever later."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone, translation

from articles.fetching.addresses import target_of
from articles.fetching.failures import FetchError
from articles.fetching.request import Rules, request
from articles.models import Delivery, Notice, NoticeChoices

from .kinds import Channel
from .webhooks import signed
from .words import words_of

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))
"""How long to wait after each attempt; after the last one there is no other."""

_AT_WORK = timedelta(minutes=10)
"""Nobody else tries meanwhile; who dies at it is followed after this time."""
_SECONDS = 20
_MOST_OF_ANSWER = 64 * 1024


class NotDeliveredError(Exception):
    """The server did not take it; the message says why."""


def deliver_due(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Try everything whose time has come; returns how much of it was sent."""
    sent = 0
    while not is_stopping() and (delivery := _next()):
        sent += _deliver(delivery)
    return sent


def _next() -> Delivery | None:
    """The next one, which no other process tries meanwhile."""
    now = timezone.now()
    for delivery in Delivery.objects.due(now).select_related("notice__user")[:20]:
        mine = Delivery.objects.due(now).filter(pk=delivery.pk)
        if mine.update(next_at=now + _AT_WORK, attempts=F("attempts") + 1):
            delivery.attempts += 1
            return delivery
    return None


def _deliver(delivery: Delivery) -> bool:
    send = _mail if delivery.channel == Channel.MAIL else _webhook
    notice = delivery.notice
    choices = NoticeChoices.objects.filter(user=notice.user_id).first()
    language = choices.language if choices else settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            send(notice, choices)
    except NotDeliveredError as error:
        _failed(delivery, str(error))
        return False
    _keep(delivery, state=Delivery.State.SENT, detail="", ended_at=timezone.now())
    return True


def _failed(delivery: Delivery, why: str) -> None:
    now, place = timezone.now(), delivery.attempts - 1
    if place < len(WAITS):
        _keep(delivery, detail=why[:300], next_at=now + WAITS[place])
    else:
        _keep(delivery, detail=why[:300], state=Delivery.State.GIVEN_UP, ended_at=now)


def _keep(delivery: Delivery, **fields: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**fields)


def address_of(notice: Notice) -> str:
    """The page of a notice, as others reach it."""
    return f"{settings.SITE_URL}{notice.path}"


def _mail(notice: Notice, choices: NoticeChoices | None) -> None:
    words = words_of(notice)
    lines = [words.sentence, str(words.advice), "", address_of(notice)]
    subject = f"{settings.SITE_NAME}: {words.sentence}".replace("\n", " ")
    mail = EmailMessage(
        subject=subject if len(subject) <= 150 else f"{subject[:149]}…",
        body="\n".join(lines),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.user.email],
        headers={"Message-ID": f"<notice-{notice.pk}-{notice.at:%Y%m%d%H%M%S}@archive>"},
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotDeliveredError(f"{type(error).__name__}: {error}") from error


def _webhook(notice: Notice, choices: NoticeChoices | None) -> None:
    """The moment is that of the attempt: receivers refuse old ones."""
    if choices is None or not choices.webhook_url:
        raise NotDeliveredError("no address")
    words, moment = words_of(notice), int(timezone.now().timestamp())
    body = json.dumps(_told(notice, words.sentence, str(words.advice)), ensure_ascii=False).encode()
    headers = signed(choices.webhook_secret, f"notice_{notice.pk}", moment, body)
    rules = Rules(
        agent=settings.FETCH_AGENT,
        seconds=_SECONDS,
        most_bytes=_MOST_OF_ANSWER,
        allows_private=settings.WEBHOOK_PRIVATE,
    )
    try:
        answer = request(target_of(choices.webhook_url), rules, headers, body=body)
    except FetchError as error:
        raise NotDeliveredError(str(error)) from error
    if not 200 <= answer.status < 300:
        raise NotDeliveredError(f"status {answer.status}")


def _told(notice: Notice, sentence: str, advice: str) -> dict[str, Any]:
    moment: datetime = notice.at
    return {
        "type": f"{notice.kind}.{notice.event}",
        "timestamp": moment.isoformat(),
        "data": {
            "sentence": sentence,
            "advice": advice,
            "address": address_of(notice),
            "values": notice.values,
        },
    }
