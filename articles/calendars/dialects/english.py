"""English: Gregorian months, Latin transliterations of Jalali and Hijri months, weekdays."""

from __future__ import annotations

from articles.calendars.names import Dialect
from articles.calendars.records import Calendar

ENGLISH = Dialect(
    months={
        Calendar.GREGORIAN: (
            ("January", "Jan"),
            ("February", "Feb"),
            ("March", "Mar"),
            ("April", "Apr"),
            ("May",),
            ("June", "Jun"),
            ("July", "Jul"),
            ("August", "Aug"),
            ("September", "Sep", "Sept"),
            ("October", "Oct"),
            ("November", "Nov"),
            ("December", "Dec"),
        ),
        Calendar.JALALI: (
            ("Farvardin",),
            ("Ordibehesht", "Ordibehisht", "Urdibihisht"),
            ("Khordad", "Khurdad", "Khordaad"),
            ("Tir",),
            ("Mordad", "Amordad", "Murdad"),
            ("Shahrivar", "Shahrivr"),
            ("Mehr",),
            ("Aban", "Abaan"),
            ("Azar",),
            ("Dey", "Dei"),
            ("Bahman",),
            ("Esfand", "Isfand"),
        ),
        Calendar.HIJRI: (
            ("Muharram",),
            ("Safar",),
            ("Rabi al-Awwal", "Rabi I", "Rabi al-Awal", "Rabiul Awwal"),
            ("Rabi al-Thani", "Rabi II", "Rabi al-Akhir", "Rabi ath-Thani"),
            ("Jumada al-Ula", "Jumada I", "Jumada al-Awwal", "Jumada al-Oula"),
            ("Jumada al-Akhirah", "Jumada II", "Jumada al-Thani", "Jumada al-Akhira"),
            ("Rajab",),
            ("Shaban", "Shaaban"),
            ("Ramadan", "Ramazan"),
            ("Shawwal", "Shawal"),
            ("Dhu al-Qadah", "Dhul Qadah", "Dhu al-Qidah", "Dhul Qidah", "Zul Qadah"),
            ("Dhu al-Hijjah", "Dhul Hijjah", "Dhu al-Hijja", "Zul Hijjah"),
        ),
    },
    weekdays=(
        ("Monday", "Mon"),
        ("Tuesday", "Tue", "Tues"),
        ("Wednesday", "Wed"),
        ("Thursday", "Thu", "Thur", "Thurs"),
        ("Friday", "Fri"),
        ("Saturday", "Sat"),
        ("Sunday", "Sun"),
    ),
)
