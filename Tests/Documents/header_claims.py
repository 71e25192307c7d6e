"""The sentences of public headers that promise or require something, each with an id.

    header_claims.py HEADER...     print ids and sentences

An id is the name of the declaration, the part of its comment and a number: `PyMV_Slice.raises-2` is the second
sentence of its @raises, `PyMV_Slice.step-1` the first about the parameter `step`, `PyMV_Slice.about-1` the
first of its description. Comments that stand before no declaration have the name of the header, and 0 if they are its
first, else their first words: `pymv.h-0.about-4`. Sentences are counted with those that promise nothing.
"""

import re
import sys
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.S)
PART = re.compile(r"@(return|raises|param|since)\b[ \n]*")
# What makes a sentence a promise or a duty.
NORMATIVE = re.compile(
    r"\b(must|may|never|not|no|only|once|always|until|unless|NULL|raises?|returns?|fails?|failure|valid|validated|"
    r"invalid|copied|copies|owns?|owned|borrowed|reference|released?|releases|kept|keeps?|called|calls|unchanged|"
    r"changed|undefined|default|negative|writable|read-only|exactly|same|equal|freed|at most|at least)\b|-1|\b0\b")
# Comments that head a section or explain a line to the preprocessor, and sentences that only lead to others.
NO_CLAIMS = re.compile(r"/\* (---|For C\+\+|End of)|/\* \w+\.flags \*/")
LEADS = re.compile(r":$|^if \(|^entry = |^view = ")
ABBREVIATIONS = re.compile(r"\b(e\.g|i\.e|or|such as)\.$")


def text_of(comment):
    """The text of a comment without its marks; paragraphs and list items on lines of their own."""
    body = re.sub(r"^/\*[*!<]*<?|\*/$", "", comment)
    lines = [re.sub(r"^\s*\* ?", "", line).strip() for line in body.splitlines()]
    text = ""
    for line in lines:
        starts = line == "" or line.startswith(("- ", "@"))
        text += ("\n" if starts else " ") + line
    return re.sub(r'(?<!")@(?=return|raises|param|since)', "\n@", text)


def sentences(text):
    """The sentences of a paragraph: they end with a full stop, colon lists stay whole."""
    found, quoted = [], re.sub(r'"[^"]*"|`[^`]*`', lambda match: match.group().replace(".", "\0"), text)
    for part in re.split(r"(?<=[.])\s+(?=[A-Z`'\"@(0-9-])", quoted.strip()):
        part = part.replace("\0", ".").strip()
        if not part:
            continue
        if found and ABBREVIATIONS.search(found[-1]):
            found[-1] += " " + part
        else:
            found.append(part)
    return found


def parts_of(comment):
    """Pairs of the name of a part and its text."""
    for paragraph in text_of(comment).split("\n"):
        found = PART.match(paragraph)
        if not found:
            yield "about", re.sub(r"^- ", "", paragraph)
        elif found.group(1) == "param":
            # `@param a, b …` describes several.
            names, text = re.match(r"((?:\w+, )*\w+)\s*(.*)", paragraph[found.end():], re.S).groups()
            yield names.split(", ")[0], text
        elif found.group(1) != "since":
            yield found.group(1), paragraph[found.end():]


def name_after(text):
    """The name that the declaration at the start of a text declares; None if there is none."""
    code = re.sub(r"^\s+", "", text)
    if re.match(r"\n?\s*(#|/\*|$)", code) and not code.startswith("#define"):
        return None
    if code.startswith("#define"):
        return code.split()[1].split("(")[0]
    code = re.sub(r"PyAPI_(?:FUNC|DATA)\(([^()]*|[^()]*\([^()]*\))\)", r"\1 ", code)
    if re.match(r"(typedef )?struct \w* *[{;]|typedef struct", code):
        closing = re.match(r"(?:typedef )?struct (\w+) *(?:\{|;|\w)", code)
        if closing:
            return closing.group(1)
        return re.search(r"\}\s*(\w+);", code).group(1)
    for pattern in (r"[^;{]*?\(\*(\w+)\)\s*\(", r"[^;{(]*?\b(\w+)\s*\(", r"[^;{(]*?\b(\w+)\s*;"):
        found = re.match(pattern, code)
        if found:
            return found.group(1)
    return None


def field_before(text):
    """The name of the field or macro that a trailing comment belongs to."""
    line = text[text.rfind("\n") + 1:]
    found = re.search(r"#define (\w+)", line) or re.search(r"\(\*(\w+)\)", line) or re.search(r"(\w+)(?:\[\d*\])?;\s*$", line)
    return found.group(1) if found else "field"


def struct_around(text):
    """The name of the struct that a text ends inside of; empty if it ends in none."""
    code = COMMENT.sub("", text)
    start = max((found.start() for found in re.finditer(r"\bstruct\b", code)), default=-1)
    if start < 0 or "}" in code[start:] or "{" not in code[start:]:
        return ""
    named = re.match(r"struct (\w+)", code[start:])
    return named.group(1) if named else "?"


def name_of_text(comment):
    """A name for a comment that describes no declaration: its first words."""
    return "-".join(re.findall(r"[a-z]+", text_of(comment).lower())[:3])


def owner_of(source, comment, header, number):
    """What a comment describes, as the first part of an id."""
    before, after = source[:comment.start()], source[comment.end():]
    struct = struct_around(before)
    if struct == "?":
        struct = re.search(r"\}\s*(\w+);", after).group(1)
    if comment.group().startswith("/**<"):
        return f"{struct}.{field_before(before)}" if struct else field_before(before)
    if not comment.group().startswith("/**"):
        return f"{header}-{number and name_of_text(comment.group())}"
    name = name_after(after)
    return f"{struct}.{name}" if struct else name or f"{header}-{name_of_text(comment.group())}"


def claims(path):
    """Pairs of id and sentence of a header."""
    source, header = Path(path).read_text(), Path(path).name
    number = -1
    for comment in COMMENT.finditer(source):
        if NO_CLAIMS.match(comment.group()):
            continue
        number += not comment.group().startswith("/**")
        owner, counts = owner_of(source, comment, header, number), {}
        for part, text in parts_of(comment.group()):
            for sentence in sentences(text):
                counts[part] = counts.get(part, 0) + 1
                if LEADS.search(sentence):
                    continue
                if part in ("return", "raises") or NORMATIVE.search(sentence):
                    yield f"{owner}.{part}-{counts[part]}", sentence


if __name__ == "__main__":
    for header in sys.argv[1:]:
        for name, sentence in claims(header):
            print(f"{name}\t{sentence}")
