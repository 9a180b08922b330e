"""List the imports."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from articles.importing.batches import fail_dead_batches
from articles.management.archive_command import ArchiveCommand
from articles.models import Capture, ImportBatch


class Command(ArchiveCommand):
    help = "List the imports, the latest first: number, start, state, counts, label."

    def handle(self, *args: Any, **options: Any) -> None:
        self.require_migrated()
        fail_dead_batches()
        for batch in ImportBatch.objects.iterator():
            started = timezone.localtime(batch.created_at).strftime("%Y-%m-%d %H:%M")
            counts = ", ".join(
                f"{outcome.label} {batch.counts[outcome]:,}"
                for outcome in Capture.Outcome
                if batch.counts.get(outcome)
            )
            state = batch.get_state_display()
            line = f"{batch.pk:>6}  {started}  {state:<9}  {counts}  {batch.label}"
            self.stdout.write(line.rstrip())
            if batch.error:
                self.stdout.write(f"        {batch.error}")
