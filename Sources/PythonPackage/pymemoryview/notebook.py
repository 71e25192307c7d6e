"""Views in a notebook: their fields and their layout as HTML.

The type of memoryviews is CPython's and has no `_repr_html_`, so functions give one.
"""

from html import escape

from . import layout_svg, report, views


def repr_html(view):
    """The fields of a view, its answers to requests and its layout, as HTML."""
    try:
        view.nbytes
    except ValueError:  # released
        return "<code>%s</code>" % escape(repr(view))
    rows = "".join("<tr><th style='text-align:left'>%s</th><td style='text-align:left'>%s</td></tr>"
                   % (name, escape(value)) for name, value in report.facts(view))
    answers = "".join(
        "<tr><th style='text-align:left'>%s</th><td>%s</td><td style='text-align:left'>%s</td></tr>"
        % (name, "ok" if is_granted else "refused", escape(text))
        for name, (is_granted, text) in ((name, report.answer(view, flags)) for name, flags in views.REQUESTS))
    return ("<div>%s<table>%s</table><details><summary>requests</summary><table>%s</table></details></div>"
            % (layout_svg.draw(view), rows, answers))


class Shown:
    """A view that a notebook shows with its facts."""

    def __init__(self, view):
        self.view = view

    def _repr_html_(self):
        return repr_html(self.view)

    def __repr__(self):
        return "\n".join("%-14s%s" % fact for fact in report.facts(self.view))


def show_views(shell=None):
    """Show every memoryview that a cell returns with its facts. shell: IPython's, by default the current."""
    if shell is None:
        from IPython import get_ipython

        shell = get_ipython()
    if shell is None:
        raise RuntimeError("show_views() needs IPython")
    shell.display_formatter.formatters["text/html"].for_type(memoryview, repr_html)
