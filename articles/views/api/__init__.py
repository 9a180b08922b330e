"""What other programs use: answers in JSON, tokens instead of sessions."""
