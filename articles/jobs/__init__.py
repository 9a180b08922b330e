"""The worker: does the jobs that staff ask for in the admin, one at a time."""
