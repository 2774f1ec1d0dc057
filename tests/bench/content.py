"""The content that `render` has made into HTML and PDF: about 40 pages with 25 charts and 30 tables, the same words
every time, as a template of Hallmark's, as Markdown for pandoc and as HTML for the programs that print it."""
import html
import math
import random

SECTIONS, CHARTS, SECTIONS_A_CHAPTER = 30, 25, 3
TYPES = ["Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other theft",
         "Public order", "Robbery", "Shoplifting", "Theft from the person", "Vehicle crime",
         "Violence and sexual offences"]
MONTHS = [f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in range(1, 13)]
PLACES = ["Ashmoor", "Tarnvale", "Eskerdale", "Coldhurst", "Brackenby", "Dunmere"]
HEADINGS = ["Crime type", "2021", "2022", "2023", "2024", "Change"]
SENTENCES = [
    "The count in {place} stood near {n} a month for most of the period and was within its ordinary variation.",
    "Records of {type} are those of the police; the council's own log holds {n} more that were never reported.",
    "What the wardens of {place} noticed first was a matter of lighting, and the survey of {n} residents agreed.",
    "A change of recording practice in the second year moved {n} incidents between this type and {type}.",
    "Of the visits that the partnership paid to premises in {place}, {n} ended with advice and none with a notice.",
    "The limits on the chart are wide enough that about {n} points in ten thousand lie outside by chance alone.",
    "Residents in {place} asked for patrols after dark; officers gave {n} hours of them between autumn and spring.",
    "No single street accounts for the total of {type}: the {n} busiest hold less than a fifth of it.",
]


class Draws:
    """Of Python's generator only random() promises the same numbers in every version."""

    def __init__(self):
        self.random = random.Random(1).random

    def below(self, limit):
        return int(self.random() * limit)

    def one(self, items):
        return items[self.below(len(items))]

    def paragraph(self):
        return " ".join(self.one(SENTENCES).format(place=self.one(PLACES), type=self.one(TYPES).lower(),
                                                   n=5 + self.below(90)) for _ in range(3))


class Chart:
    """Two series over 36 months, or twelve bars."""

    def __init__(self, number, draws):
        self.number, self.lines = number, number % 2 == 0
        self.axis = f"Incidents of axis {number + 1:02}"  # words by which it is found in what was printed
        self.alt = f"Incidents by {'month' if self.lines else 'type'}, chart {number + 1}."
        self.categories = MONTHS if self.lines else TYPES
        self.series = [[80 + draws.below(120) + round(40 * math.sin(i / 2)) for i in range(len(self.categories))]
                       for _ in range(2 if self.lines else 1)]

    def fence(self):
        """As Hallmark is told it."""
        names = ["First place", "Second place"][:len(self.series)]
        rows = [f"  - [{', '.join(map(str, row))}]" for row in zip(self.categories, *self.series)]
        return ["```chart", f"type: {'line' if self.lines else 'bar'}", f"title: Chart {self.number + 1}",
                f"alt: {self.alt}", f"value_axis: {self.axis}", f"columns: [Category, {', '.join(names)}]", "data:",
                *rows, "```"]

    def svg(self):
        """As the others are given it: drawn, which is work they are spared."""
        text = "font-family='Open Sans, sans-serif' font-size='11'"
        marks = [f"<text x='0' y='12' {text}>{self.axis}</text>"]
        for value in range(0, 251, 50):
            at = 230 - value * 0.8 if self.lines else 170 + value * 1.7
            line = f"x1='40' x2='600' y1='{at}' y2='{at}'" if self.lines else f"x1='{at}' x2='{at}' y1='24' y2='240'"
            place = f"x='0' y='{at}'" if self.lines else f"x='{at}' y='256'"
            marks.append(f"<line {line} stroke='#ccc'/><text {place} {text}>{value}</text>")
        if self.lines:
            marks += [f"<text x='{40 + i * 16}' y='256' {text}>{month}</text>"
                      for i, month in enumerate(MONTHS) if i % 6 == 0]
            for values, colour in zip(self.series, ("#206095", "#a8bd3a")):
                points = " ".join(f"{40 + i * 16},{230 - value * 0.8:.1f}" for i, value in enumerate(values))
                marks.append(f"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='2'/>")
        else:
            for i, (name, value) in enumerate(zip(self.categories, self.series[0])):
                marks.append(f"<rect x='170' y='{26 + i * 18}' width='{value * 1.7:.1f}' height='13' fill='#206095'/>"
                             f"<text x='0' y='{37 + i * 18}' {text}>{name}</text>"
                             f"<text x='{176 + value * 1.7:.1f}' y='{37 + i * 18}' {text}>{value}</text>")
        return (f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 260' width='640' height='260' role='img'>"
                f"<title>{self.alt}</title>{''.join(marks)}</svg>")


class Section:
    def __init__(self, number, draws):
        self.chapter = f"Chapter {number // SECTIONS_A_CHAPTER + 1}" if number % SECTIONS_A_CHAPTER == 0 else None
        self.title = f"{TYPES[number % len(TYPES)]} in {PLACES[number % len(PLACES)]}"
        self.before, self.after = ([draws.paragraph() for _ in range(2)] for _ in range(2))
        self.caption = f"Recorded incidents by type, table {number + 1:02}"
        self.rows = [[name, *(f"{1000 + draws.below(8000):,}" for _ in range(4)), f"{draws.random() * 40 - 20:+.1f}%"]
                     for name in TYPES]
        self.chart = Chart(number, draws) if number < CHARTS else None


def sections():
    draws = Draws()
    return [Section(number, draws) for number in range(SECTIONS)]


def markdown(each, chart):
    """A section; chart gives the lines of its chart."""
    lines = [f"# {each.chapter}", ""] if each.chapter else []
    lines += [f"## {each.title}", ""]
    lines += [line for paragraph in each.before for line in (paragraph, "")]
    lines += [*chart(each.chart), ""] if each.chart else []
    lines += [line for paragraph in each.after for line in (paragraph, "")]
    rows = [HEADINGS, ["---", *["--:"] * (len(HEADINGS) - 1)], *each.rows]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows), "", f"Table: {each.caption}", ""])


def hallmark_template():
    head = "---\ntitle: Forty pages\nsummary: The content of the benchmark of rendering.\n---\n"
    return head + "\n".join(markdown(each, Chart.fence) for each in sections()).replace("|\n\nTable: ", "|\nTable: ")


def pandoc_markdown():
    """Beside it charts/01.svg and so on are expected."""
    def image(chart):
        return [f"![{chart.alt}](charts/{chart.number + 1:02}.svg)"]
    return "---\ntitle: Forty pages\n---\n\n" + "\n".join(markdown(each, image) for each in sections())


def charts():
    return {f"{each.chart.number + 1:02}.svg": each.chart.svg() for each in sections() if each.chart}


STYLE = """@page { size: A4; margin: 22mm 20mm }
body { font: POINTSpt/1.5 "Open Sans", sans-serif; margin: 0 }
h1 ~ h1 { page-break-before: always } h1, h2 { page-break-after: avoid }
svg { width: 100%; height: auto; page-break-inside: avoid }
table { width: 100%; border-collapse: collapse; page-break-inside: avoid }
td, th { text-align: right; padding: 2pt 4pt; border-bottom: 0.5pt solid #999 }
th:first-child { text-align: left }"""


def page(points=10.5):
    """The whole as one HTML file to print, with letters of so many points."""
    def row(cells, head):
        tag = "th" if head else "td"
        return f"<tr><th>{cells[0]}</th>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells[1:])}</tr>"

    parts = []
    for each in sections():
        parts += [f"<h1>{each.chapter}</h1>"] if each.chapter else []
        parts += [f"<h2>{each.title}</h2>", *(f"<p>{html.escape(words)}</p>" for words in each.before)]
        parts += [f"<figure>{each.chart.svg()}</figure>"] if each.chart else []
        parts += [f"<p>{html.escape(words)}</p>" for words in each.after]
        parts += [f"<table><caption>{each.caption}</caption>", row(HEADINGS, True),
                  *(row(cells, False) for cells in each.rows), "</table>"]
    return ("<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>Forty pages</title>"
            f"<style>{STYLE.replace('POINTS', str(points))}</style></head><body>\n" + "\n".join(parts)
            + "\n</body></html>\n")
