"""The pages around the articles, and what all pages of the site share."""
