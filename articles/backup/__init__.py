"""Exports of the archive as JSON Lines, and backups as BagIt bags."""
