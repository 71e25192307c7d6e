"""The documentation's generator, Sphinx: guides in Markdown, the headers through Doxygen."""

import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

ROOT = Path(__file__).resolve().parents[2]
CONFIG = (ROOT / "Include/pymemoryview/config.h").read_text()

project = "PyMemoryView"
release = version = re.search(r'PYMV_VERSION "(.*)"', CONFIG).group(1)
copyright = author = "the authors of PyMemoryView"
html_show_copyright = False

extensions = ["myst_parser", "breathe", "sphinx_copybutton"]
root_doc = "index"
exclude_patterns = ["examples"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
breathe_projects = {"PyMemoryView": str(ROOT / "build/docs/doxygen/xml")}
breathe_default_project = "PyMemoryView"
breathe_domain_by_extension = {"h": "c"}
breathe_show_include = False
# Attributes of declarations that the C domain does not know.
c_id_attributes = ["PYMV_SHARED_DATA"]
highlight_language = "none"

html_theme = "furo"
html_title = f"PyMemoryView {version}"
html_static_path = [str(ROOT / "Sources/Site/static")]
html_css_files = ["site.css"]
html_extra_path = [str(ROOT / "Sources/Site/extra")]
html_copy_source = False
html_show_sourcelink = False

# Links into the site are checked when it is built; those to other sites only listed.
linkcheck_ignore = [r"https?://"]
# PyObject is declared in pymv.h and object.h, and some functions are macros too, on purpose.
suppress_warnings = ["duplicate_declaration.c"]


class BenchPlots(Directive):
    """The plots of `make bench-plot`, where they were drawn; else how to draw them."""

    def run(self):
        plots = sorted((ROOT / "build/bench").glob("*.png"))
        if not plots:
            return [nodes.paragraph(text="The plots of this machine are not drawn: run "
                                         "make bench bench-plot, then make docs.")]
        return [nodes.image(uri=f"../../build/bench/{plot.name}", alt=f"plot {plot.stem}")
                for plot in plots]


class Claims(Directive):
    """The sentences of the headers that promise something, with their ids and tests."""

    @staticmethod
    def item(name, held, sentence):
        anchor = nodes.target(ids=[name])
        term = nodes.term("", "", anchor, nodes.literal(text=name))
        what = nodes.definition("", nodes.paragraph(text=sentence),
                                nodes.paragraph("", "", nodes.emphasis(text=held)))
        return nodes.definition_list_item("", term, what)

    def run(self):
        rows = (ROOT / "Tests/Documents/claims.tsv").read_text().splitlines()
        return [nodes.definition_list("", *(self.item(*row.split("\t")) for row in rows))]


def setup(app):
    app.add_directive("bench-plots", BenchPlots)
    app.add_directive("claims", Claims)
