"""Invented texts with passages of one another: cut, in another order, and lightly edited; with the
words that were taken, by which what is found is judged."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

LETTERS = "ابپتجچخدرزسشفقکگلمنهوی"
SENTENCE = (7, 22)
OWN_SENTENCES = (8, 30)
TAKEN_SENTENCES = (3, 8)


@dataclass
class Text:
    """An invented text: its words, and of each the number of the text that it was taken from."""

    words: list[str] = field(default_factory=list)
    taken_from: list[int | None] = field(default_factory=list)

    def add(self, words, origin=None):
        self.words += words
        self.taken_from += [origin] * len(words)

    @property
    def body(self):
        lines = [self.words[at : at + 12] for at in range(0, len(self.words), 12)]
        return "\n\n".join(" ".join(line) for line in lines)


class Invention:
    """Texts by one seed: ``share`` of them take passages from earlier ones."""

    def __init__(self, seed, *, share=0.5, edits=0.08, vocabulary=8_000):
        self.rnd = random.Random(seed)
        self.share, self.edits = share, edits
        rnd = self.rnd
        self.vocabulary = [
            "".join(rnd.choices(LETTERS, k=rnd.choice((2, 3, 4, 5, 6, 7))))
            for _ in range(vocabulary)
        ]
        weights = [1 / (rank + 3) for rank in range(vocabulary)]
        total = 0.0
        self.cumulated = [total := total + weight for weight in weights]

    def invented(self, count):
        return self.rnd.choices(self.vocabulary, cum_weights=self.cumulated, k=count)

    def texts(self, count):
        made: list[list[list[str]]] = []
        for _ in range(count):
            own = [
                self.invented(self.rnd.randint(*SENTENCE))
                for _ in range(self.rnd.randint(*OWN_SENTENCES))
            ]
            text = Text()
            pieces = [(sentence, None) for sentence in own]
            if made and self.rnd.random() < self.share:
                for _ in range(self.rnd.randint(1, 3)):
                    origin = self.rnd.randrange(len(made))
                    at = self.rnd.randrange(len(pieces) + 1)
                    pieces[at:at] = [(each, origin) for each in self._taken(made[origin])]
            for sentence, origin in pieces:
                text.add(sentence, origin)
            made.append(own)
            yield text

    def _taken(self, sentences):
        """Some sentences that follow one another: cut at the ends, sometimes in another order,
        with words dropped, added and replaced."""
        rnd = self.rnd
        count = min(rnd.randint(*TAKEN_SENTENCES), len(sentences))
        first = rnd.randrange(len(sentences) - count + 1)
        taken = [list(each) for each in sentences[first : first + count]]
        if rnd.random() < 0.3:
            rnd.shuffle(taken)
        if rnd.random() < 0.5:
            taken[0] = taken[0][rnd.randrange(len(taken[0])) :]
        edited = []
        for sentence in taken:
            words = []
            for word in sentence:
                chance = rnd.random()
                if chance < self.edits * 0.4:
                    words += self.invented(1)
                elif chance < self.edits * 0.7:
                    words += [word, *self.invented(1)]
                elif chance > self.edits:
                    words.append(word)
            edited.append(words)
        return edited
