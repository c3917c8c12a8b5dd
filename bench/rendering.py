"""How long a brief takes to render, as a ratio to a plain script that draws and prints the same page.

The plain script is what one writes first: pyplot, charts inline in the page, `HTML(string=...).write_pdf()`. Both run
in processes of their own, in turn, so that a busy or slow machine slows both; the least of several runs counts.
Exits with 1 above the ceiling.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
CEILING = 0.8
"""CPU of a PDF of ours, charts already drawn, as a share of the plain script's."""

START = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from pathlib import Path
import samples
from briefgen.model import Brand
brief, brand, folders = samples.ordinary(), Brand(), [Path({str(ROOT / "templates" / "default")!r})]
"""
OURS = START + "from briefgen.rendering import render\nrender(brief, sys.argv[1].split(','), brand, folders)\n"
PAGE = (
    START
    + """
from briefgen.rendering import markdown, pdf
from briefgen.rendering.body import body
from briefgen.rendering.frame import Parts, frame, page_rule
text, *charts = markdown.render(brief, brand, folders)
content = body(text.content.decode(), lambda name, alt: "<!-- chart -->", screen=False)
Path(sys.argv[1]).write_text(frame(brief, brand, folders, Parts(content, "pdf", page_rule(brand), None)))
"""
)
PLAIN = (
    START
    + """
import io
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
import weasyprint
page = Path(sys.argv[1]).read_text()
for chart in brief.charts:
    figure, axes = plt.subplots(figsize=(6.5, 2.5), layout="constrained")
    axes.bar([point.label for point in chart.points], [float(point.fact.quantity.value) for point in chart.points])
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg")
    page = page.replace("<!-- chart -->", buffer.getvalue(), 1)
weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
"""
)


def cpu(program: str, *arguments: str, cache: str | None = None) -> float:
    """Seconds of CPU, user and system, of one process."""
    environment = os.environ | ({"XDG_CACHE_HOME": cache} if cache else {})
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", program, *arguments]
    subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> int:
    """Prints seconds and ratios."""
    parser = argparse.ArgumentParser(description="CPU time of rendering, as a ratio to a plain WeasyPrint script")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        page = f"{folder}/page.html"
        first = cpu(OURS, "md,html,pdf", cache=folder)
        cpu(PAGE, page)
        cpu(OURS, "md,html,pdf")
        rounds = [(cpu(PLAIN, page), cpu(OURS, "pdf"), cpu(OURS, "html,md"), cpu(START)) for _ in range(runs)]
    plain, printed, written, start = (min(times) for times in zip(*rounds, strict=True))
    print(f"plain WeasyPrint script       {plain:5.2f} s CPU")
    print(f"PDF, charts drawn before      {printed:5.2f} s CPU, {printed / plain:.2f} of the plain script's")
    print(
        f"HTML and Markdown, the same   {written:5.2f} s CPU, {written / plain:.2f} ({start:.2f} s of it Python itself)"
    )
    print(f"all formats, nothing cached   {first:5.2f} s CPU, {first / plain:.2f} (makes all fonts and charts, once)")
    print(f"ceiling                       {CEILING:5.2f}")
    return 0 if printed / plain <= CEILING else 1


if __name__ == "__main__":
    sys.exit(main())
