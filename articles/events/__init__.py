"""Events: which articles report the same happening, in whatever language.

The pure core: an article becomes a :class:`~articles.events.signatures.Signature`, two signatures
get a score (:mod:`~articles.events.scoring`), and links of a good score make events
(:mod:`~articles.events.clustering`). Nothing of it depends on other articles than the two at hand,
so the order in which articles come does not matter. docs/events.md tells the whole.
"""
