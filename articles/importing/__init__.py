"""From files to the archive: reading, preparing, planning, storing, undoing, erasing, verifying."""
