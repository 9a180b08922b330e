"""Imports: reading, preparing, planning, storing; undoing, erasing and verifying."""
