"""Times the reading of own words against an earlier version, in one run: processor time a reading, and the ratio."""

import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from os import environ
from pathlib import Path

EARLIER = "eb6085a"
LENGTHS = (200, 2000)
READING = """
import sys
from statistics import median
from time import process_time
from midback.exchange import own_words
from midback.knowledge import load_knowledge

own_words.LONGEST = 2000
knowledge = load_knowledge()
for text in sys.argv[1:]:
    own_words.proposals(knowledge, text)
    times = []
    for _ in range(30):
        begun = process_time()
        own_words.proposals(knowledge, text)
        times.append(process_time() - begun)
    print(median(times) * 1e6)
"""
SAID = (
    "It began on Monday after I moved furniture: a dull ache between my shoulder blades, worse when I sit at my desk. "
    "No fever, no weight loss. I sleep badly becuase it wakes me at night, and on the stairs I was short of breth.\n"
    "My daughter says that I should see somebody, but heat helps and it isn't getting any worse.\n"
)


def reading_times(source: Path, texts: list[str]) -> list[float]:
    """Microseconds to read each text with the code in a folder; words that were read before are read again."""
    run = [sys.executable, "-c", READING, *texts]
    done = subprocess.run(run, env={**environ, "PYTHONPATH": str(source)}, capture_output=True, check=True, text=True)
    return [float(line) for line in done.stdout.split()]


def earlier_source(folder: str) -> Path:
    """The code of the earlier version, laid out in a folder."""
    packed = subprocess.run(["git", "archive", EARLIER, "src"], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return Path(folder) / "src"


def main() -> None:
    """Measure both and print a line for each length."""
    texts = [(SAID * 9)[:length] for length in LENGTHS]
    with tempfile.TemporaryDirectory() as folder:
        before = reading_times(earlier_source(folder), texts)
    now = reading_times(Path(__file__).resolve().parent.parent / "src", texts)
    print(f"{'characters':>10} {EARLIER:>12} {'now':>10} {'ratio':>7}")
    for length, old, new in zip(LENGTHS, before, now, strict=True):
        print(f"{length:>10} {old:>9,.0f} µs {new:>7,.0f} µs {old / new:>6.1f}×")


if __name__ == "__main__":
    main()
