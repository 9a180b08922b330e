"""Generated dumps for benchmarks and tests with real processes: invented words, by Zipf's law.

python tests/benchmarks/generate.py FOLDER -n 20000 [--per-file 1] [--seed 7]
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

SHARED_GENERATOR = Path(__file__).resolve().parents[3] / "shared" / "make_dumps.py"

BANNER = ("نشانی تازهٔ این پایگاه را نگه دارید", "هر روز با خبرهای ساختگی تازه")

_SYLLABLES = {
    "fa": "با بر تا جو خا دار را رو زی سا شه فر کا گل مه نا وا هم یا پی چی ژا ند ست".split(),
    "ar": "ال با تم جر حا خل در را سع شم صح ضي طر عل غا فر قا كت لم مع نو هد وي ية".split(),
}
_FUNCTION_WORDS = {
    "fa": "و در به از که این را با است برای آن یک می‌شود تا بر شد خود های نیز گفت".split(),
    "ar": "في من على إلى أن التي الذي هذا هذه عن مع كان قال وقد بعد بين كما لم ذلك".split(),
}
_SOURCES = {
    "fa": ["خبرخانه ساحل", "روزنامه بندر", "پایگاه خبری نوآباد"],
    "ar": ["وكالة الواحة", "جريدة الميناء", "صحيفة التلال"],
}
_WORDS = {
    "fa": {
        "views": "بازدید",
        "heading": "داستان‌های پیشنهادی",
        "size": "فهرست {} مورد",
        "item": "فهرست {} از {}",
        "end": "پایان فهرست",
        "figure": "<شکل>",
    },
    "ar": {
        "views": "مشاهدات",
        "heading": "قصص موصى بها",
        "size": "قائمة من {} عناصر",
        "item": "قائمة {} من {}",
        "end": "نهاية القائمة",
        "figure": "<الشكل>",
    },
}
VOCABULARY = 8_000


class Writer:
    """Writes texts of one language: a vocabulary by syllables, drawn as Zipf's law has it."""

    def __init__(self, language: str, rnd: random.Random, vocabulary: int = VOCABULARY) -> None:
        self.language = language
        self.rnd = rnd
        syllables = _SYLLABLES[language]
        seen = dict.fromkeys(_FUNCTION_WORDS[language])
        while len(seen) < vocabulary:
            seen["".join(rnd.choices(syllables, k=rnd.choice([2, 2, 3, 3, 4])))] = None
        self.vocabulary = list(seen)
        self.weights = list(accumulate(1 / rank for rank in range(1, vocabulary + 1)))

    def words(self, count: int) -> str:
        return " ".join(self.rnd.choices(self.vocabulary, cum_weights=self.weights, k=count))

    def dump(self, number: int, titles: list[str]) -> str:
        words = _WORDS[self.language]
        title = f"{self.words(self.rnd.randint(5, 11))} {number}"
        month, day = self.rnd.randint(1, 12), self.rnd.randint(1, 29)
        date = f"{self.rnd.randint(1395, 1404)}/{month:02}/{day:02}"
        views = f"{int(self.rnd.paretovariate(0.7)) + 2} {words['views']}"
        source = self.rnd.choice(_SOURCES[self.language])
        blocks = [*BANNER, title, title, f"{source}\n{date}\n{views}"]
        for _ in range(self.rnd.randint(3, 9)):
            sentences = (self.words(self.rnd.randint(12, 24)) for _ in range(3))
            blocks.append("، ".join(sentences) + ".")
        if titles and self.rnd.random() < 0.7:
            chosen = self.rnd.sample(titles, min(3, len(titles)))
            items = [
                f"  • {words['item'].format(at, len(chosen))}{other}"
                for at, other in enumerate(chosen, 1)
            ]
            size = words["size"].format(len(chosen))
            related = "\n".join([words["heading"], "", size, *items, words["end"]])
            blocks.insert(7, related)
        if self.rnd.random() < 0.6:
            caption = f"{self.words(4)} [{source}]"
            blocks.append(f"{words['figure']}{self.words(3)}\n{caption}")
            blocks.append(self.words(20) + ".")
        titles.append(title)
        if len(titles) > 500:
            del titles[:250]
        return "\n\n".join(blocks)


def dumps(count: int, *, seed: int = 7) -> Iterator[str]:
    """So many dumps, Persian and Arabic in turn; the same ones for the same seed."""
    rnd = random.Random(seed)
    writers = [Writer("fa", rnd), Writer("ar", rnd)]
    titles: list[list[str]] = [[], []]
    for number in range(count):
        which = number % 2
        yield writers[which].dump(number, titles[which])


def generate(folder: Path, count: int, *, per_file: int = 1, seed: int = 7) -> None:
    """Write dumps into a folder, so many to a file, parted by a line of equals signs."""
    folder.mkdir(parents=True, exist_ok=True)
    stream = None
    for number, text in enumerate(dumps(count, seed=seed)):
        if number % per_file == 0:
            if stream:
                stream.close()
            path = folder / f"dump_{number // per_file:06}.txt"
            stream = path.open("w", encoding="utf-8")
        else:
            stream.write("\n\n====================\n\n")
        stream.write(text)
    if stream:
        stream.close()


def make_dumps(folder: Path, count: int, *, per_file: int = 1) -> None:
    """Dumps of the generator beside the project where that is present, else of this one."""
    if not SHARED_GENERATOR.exists():
        generate(folder, count, per_file=per_file)
        return
    options = [f"-n={count}", f"--per-file={per_file}", "--separator=equals"]
    command = [sys.executable, str(SHARED_GENERATOR), str(folder), *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for manifest in folder.glob("manifest.*"):  # an import would read it too
        manifest.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("--per-file", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    generate(options.folder, options.n, per_file=options.per_file, seed=options.seed)
