"""Programs that take turns: their least times, and what was wanted of them."""
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

import results


@dataclass
class Contestant:
    """One way of doing the work, as a command; its output is kept where one is named."""
    name: str
    command: list
    output: str = os.devnull
    rounds: int = 5
    before: callable = None
    runs: list = field(default_factory=list)  # of seconds, seconds of processor, peak memory in MB

    @property
    def least(self):
        return min(self.runs)

    @property
    def seconds(self):
        return self.least[0]

    @property
    def processor(self):
        return min(processor for _, processor, _ in self.runs)


def measure(command, output):
    """A run of a process; nothing where it failed."""
    with open(output, "wb") as out:
        begin = time.monotonic()
        child = subprocess.Popen([str(part) for part in command], stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - begin
    return (seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024) if status == 0 else None


def take_turns(contestants):
    """Runs all of them in turn and gives those that did not fail; the first is ours and may not."""
    for each in contestants:
        each.runs.clear()
    for turn in range(max(each.rounds for each in contestants)):
        for each in list(contestants):
            if turn >= each.rounds:
                continue
            if each.before:
                each.before()
            run = measure(each.command, each.output)
            if run is None and each is contestants[0]:
                sys.exit(f"“{' '.join(map(str, each.command))}” failed.")
            if run is None:
                print(f"{each.name} failed and is left out: {' '.join(map(str, each.command))}", file=sys.stderr)
                contestants = [other for other in contestants if other is not each]
            else:
                each.runs.append(run)
    return contestants


def faster(ours, theirs, wanted=None, name=None):
    """How many times as long as ours another took."""
    ratio = theirs.seconds / ours.seconds
    reached = None if wanted is None else ratio >= wanted
    return (name or f"{theirs.name} / {ours.name}", ratio, wanted and f"at least {wanted}", reached)


def note_absent(note, absent):
    return f"{note}; absent and left out: {', '.join(absent)}" if absent else note


def seconds(value):
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


def report(section, note, contestants, versions, comparisons, given):
    """Prints the least of each contestant's runs and what was wanted of them, and keeps both."""
    rows = [[each.name, seconds(each.seconds), seconds(each.processor), f"{each.least[2]:.0f}", str(len(each.runs))]
            for each in contestants]
    text = (f"{note}; the least of the rounds counts.\n\n"
            + results.table(["", "seconds", "processor seconds", "peak MB", "rounds"], rows) + "\n"
            + results.compared(comparisons))
    print(f"## {section}\n\n{text}", flush=True)
    results.record(section, versions, text, results.KEPT if given.record else given.folder / "RESULTS.md")
