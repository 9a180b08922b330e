"""The archive by date: years, months and days in both calendars."""
