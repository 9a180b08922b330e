"""What every search engine of the archive has in common: what it holds of an article, what it is
asked, and how it follows the change log. :mod:`articles.search.index` is the embedded one,
:mod:`articles.search.cluster` the one of several machines."""
