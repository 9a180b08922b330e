"""Imports in the admin: upload, preview, decide, confirm, watch, report, undo."""
