"""Sources with all their mutants in them, each behind a switch.

Tools such as universalmutator and Muter change the text and build again for each mutant, which takes
far longer here than the tests. So all mutants are compiled together, and the environment variable
PYMV_MUTANT says which one runs. (Such a program is called mutant schemata.)
"""

import re
from dataclasses import dataclass

from sites import find_sites

IMPORT = b"import MutantSwitch; "


@dataclass
class Mutant:
    """One changed token. `key` names it in survivors.txt, also after lines above it have changed."""

    id: int
    layer: str
    line: int
    key: str


def mutant_of(id, path, source, site, after):
    first = source.rfind(b"\n", 0, site.at) + 1
    last = source.find(b"\n", site.at)
    # A result that becomes nil may be longer than its line.
    end = min(site.at + len(site.before.encode()), last)
    start, before, rest = (
        source[a:b].decode() for a, b in ((first, site.at), (site.at, end), (end, last))
    )
    name = f"{path.parent.name}/{path.name}"
    return Mutant(
        id, path.parent.name, source.count(b"\n", 0, site.at) + 1,
        f"{name}: {start.lstrip()}«{before} → {after}»{rest}".rstrip(),
    )


def one_line(text):
    """Source text without line breaks; None if they separate statements."""
    if "\n" in text and "{" in text:
        return None
    return " ".join(re.sub(r"//.*", "", text).split("\n"))


def render(source, start, end, numbered):
    """The text of a range in which sites, each with its first number, are replaced by templates."""
    parts, at = [], start
    while numbered:
        id, site = numbered[0]
        inner = [(i, s) for i, s in numbered[1:] if s.start < site.end]
        numbered = [(i, s) for i, s in numbered[1:] if s.start >= site.end]
        parts.append(source[at : site.start].decode())
        parts.append(replacement(source, id, site, inner))
        at = site.end
    parts.append(source[at:end].decode())
    return "".join(parts)


def replacement(source, id, site, inner):
    values = {"id": id}
    for number, (start, end) in enumerate(site.operands):
        own = [(i, s) for i, s in inner if start <= s.start and s.end <= end]
        values[f"operand{number}"] = render(source, start, end, own)
        values[f"raw{number}"] = one_line(source[start:end].decode())
    return re.sub(r"\{(\d)\}", r"{operand\1}", site.template).format(**values)


def switchable(source, site):
    """Whether a site can be written with a switch."""
    return "{raw" not in site.template or all(
        one_line(source[start:end].decode()) is not None for start, end in site.operands
    )


def well_nested(sites):
    """Sites without those that overlap an earlier one but are not in it."""
    kept, open_ends = [], []
    for site in sites:
        while open_ends and open_ends[-1] <= site.start:
            open_ends.pop()
        if not open_ends or site.end <= open_ends[-1]:
            kept.append(site)
            open_ends.append(site.end)
    return kept


def is_unread(source, site):
    """Whether a site is the first value of a variable that a C function sets: `var x = 0; f(&x)`."""
    first = source.rfind(b"\n", 0, site.at) + 1
    name = re.search(rb"\bvar (\w+)(?:: \w+)? = $", source[first : site.at])
    use = name and re.compile(rb"\b" + name[1] + rb"\b").search(source, site.end)
    if not use or source[use.start() - 1 : use.start()] != b"&":
        return False
    call = re.search(rb"(\w+)\((?:[^()]|\([^()]*\))*$", source[site.end : use.start()])
    return bool(call and call[1].startswith((b"Py", b"pymv_c_", b"pymv_k_")))


class Numbering:
    """Numbers the mutants of all files, from 1 on.

    Mutants whose keys are in `dropped` keep their numbers but are not written: another run of the
    compiler rejected them.
    """

    def __init__(self, dropped):
        self.dropped = dropped
        self.next = 1
        self.mutants = []
        self.rejected = []

    def add_file(self, path, tree):
        """Returns a file's text with switches."""
        source = path.read_bytes()
        written = []
        for site in well_nested(find_sites(source, tree)):
            made = []
            for after in site.after:
                made.append(mutant_of(self.next, path, source, site, after))
                self.next += 1
            if is_unread(source, site):
                continue
            if switchable(source, site) and not any(m.key in self.dropped for m in made):
                written.append((made[0].id, site))
                self.mutants += made
            else:
                self.rejected += made
        return IMPORT + render(source, 0, len(source), written).encode()
