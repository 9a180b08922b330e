"""Words over time: the page with its drawings, and the same as a table and a picture."""
