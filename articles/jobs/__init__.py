"""The worker, which runs the jobs that staff start in the admin, one at a time."""
