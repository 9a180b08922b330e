"""The archive as files that outlive its database: exports, and backups in bags."""
