"""One place for what the benchmarks found: each keeps its own section of RESULTS.md, replaced by `--record`; without
it they stay in RESULTS.md of the folder that the benchmark works in.

    tests/bench/results.py FILE   one table of all the ratios in it, which also becomes its section "All ratios"
"""
import datetime
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
KEPT = HERE / "RESULTS.md"
COMPARISON = ["", "measured", "wanted", "reached"]
SUMMARY = "All ratios"
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


def compared(comparisons):
    """The table of comparisons: (what, measured, words for what is wanted or nothing, whether it was reached) each."""
    return table(COMPARISON, [[what, f"{value:.2f}" if value < 10 else f"{value:.0f}", words or "",
                               "" if good is None else "yes" if good else "**no**"]
                              for what, value, words, good in comparisons])


def sections(file):
    """The text before the first section, and the sections by name."""
    first, *parts = re.split(r"(?m)^(?=## )", file.read_text() if file.exists() else INTRODUCTION)
    return first, {part.splitlines()[0][3:]: part for part in parts}


def write(file, first, parts):
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text("\n".join(part.rstrip("\n") + "\n" for part in [first, *parts.values()]))
    fresh.replace(file)


def record(section, versions, text, file=KEPT):
    """Replaces a section, or adds it at the end."""
    first, parts = sections(file)
    parts[section] = (f"## {section}\n\n{datetime.date.today().isoformat()}; {machine()}; "
                      f"{'; '.join(each for each in versions if each)}.\n\n{text.strip()}\n")
    write(file, first, parts)


def summarise(file):
    """One table of what every section compared, with its date and versions; it stands before them."""
    first, parts = sections(file)
    parts.pop(SUMMARY, None)
    heading = table(COMPARISON, []).splitlines()[0]
    rows, sources = [], []
    for name, part in parts.items():
        if heading not in part:
            continue
        lines = part[part.index(heading):].splitlines()[2:]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
        rows += [[name if i == 0 else "", *row] for i, row in enumerate(cells)]
        sources.append(f"- {name}: {part.splitlines()[2]}")
    text = table(["", *COMPARISON], rows) + "\n" + "\n".join(sources) + "\n"
    write(file, first, {SUMMARY: f"## {SUMMARY}\n\n{text}", **parts})
    return text


if __name__ == "__main__":
    print(summarise(pathlib.Path(sys.argv[1])))
