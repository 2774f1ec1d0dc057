"""One place for what the benchmarks found: each keeps its own section of RESULTS.md, replaced by `--record`."""
import datetime
import os
import pathlib
import re
import subprocess

FILE = pathlib.Path(__file__).resolve().parent / "RESULTS.md"
INTRODUCTION = """# Results of the benchmarks

The last recorded run of each, written by its `--record`. Every ratio is of programs that took turns in one run on the
machine named; only ratios are worth comparing with another machine's. A load above the number of processors stretches
what uses several of them: compare processor seconds then.
"""


def version(command):
    """The first line that a program says of its version; empty where it is absent."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    lines = (said.stdout or said.stderr).strip().splitlines()
    return lines[0].rstrip(".") if lines else ""


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{model.group(1) if model else os.uname().machine}, {len(os.sched_getaffinity(0))} processors, "
            f"{memory:.0f} GiB; load {os.getloadavg()[0]:.1f} at its end")


def table(headings, rows):
    """A Markdown table; numbers are given as text."""
    lines = [headings, ["---"] + ["---:"] * (len(headings) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def record(section, versions, text):
    """Replaces a section, or adds it at the end."""
    held = FILE.read_text() if FILE.exists() else INTRODUCTION
    parts = re.split(r"(?m)^(?=## )", held)
    ours = (f"## {section}\n\n{datetime.date.today().isoformat()}; {machine()}; "
            f"{'; '.join(each for each in versions if each)}.\n\n{text.strip()}\n")
    places = [i for i, part in enumerate(parts) if part.startswith(f"## {section}\n")]
    if places:
        parts[places[0]] = ours
    else:
        parts.append(ours)
    FILE.write_text("\n".join(part.rstrip("\n") + "\n" for part in parts))
