"""Check that every atomic operation names its memory order and the reason for it.

    check_orders.py ROOT

CSupport/include/Atomics.h lists the reasons. A comment "Order: NAME" stands in the paragraph of the
operation, or in that of the declaration of the variable it changes. Public headers cannot refer to
the list; they say "Relaxed order" and why.
"""

import pathlib
import re
import sys

OPERATION = re.compile(r"\b(__atomic_(?!always)\w+|atomic_(?:load|store|exchange|compare|fetch|flag)\w*)\(")
ORDER = re.compile(r"__ATOMIC_[A-Z_]+|memory_order_[a-z_]+")
REASON = re.compile(r"Order:[\s*]+(\w+)")
LIST = "Sources/CSupport/include/Atomics.h"
HOW_MANY_ORDERS = {"compare": 2}


def listed_reasons(root):
    return set(re.findall(r"^ \* - (\w+): ", (root / LIST).read_text(), re.MULTILINE))


def call_at(text, start):
    """The text of the call whose name starts here, with its arguments."""
    depth = 0
    for place in range(text.index("(", start), len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return text[start : place + 1]
    return text[start:]


def paragraph_until(text, place):
    """From the last blank line before a place to the end of its line."""
    start = text.rfind("\n\n", 0, place) + 1
    return text[start : text.find("\n", place)]


def declared_reasons(texts):
    """Variable: reasons in the paragraphs above its declarations."""
    found = {}
    declaration = re.compile(r"^(?:static |extern |PYMV_\w+ |_Atomic|const )*[\w*() ]*?\b(\w+)(?:\[[^\]]*\])?(?: = [^;()]+)?;", re.MULTILINE)
    for text in texts.values():
        for match in declaration.finditer(text):
            reasons = REASON.findall(paragraph_until(text, match.start(1)))
            found.setdefault(match.group(1), set()).update(reasons)
    return found


def problem_of(path, text, match, declared, listed, used):
    call = call_at(text, match.start())
    wanted = next((n for word, n in HOW_MANY_ORDERS.items() if word in match.group(1)), 1)
    if len(ORDER.findall(call)) != wanted:
        return "does not name its order"
    paragraph = paragraph_until(text, match.start())
    if path.parts[0] == "Include":
        used_here = re.search(r"[Rr]elaxed order", paragraph)
        return None if used_here and "RELAXED" in call else "does not say why its order is enough"
    reasons = set(REASON.findall(paragraph))
    for name in re.findall(r"\w+", call):
        reasons |= declared.get(name, set())
    used |= reasons
    if not reasons:
        return "does not say why its order is enough (\"Order: NAME\")"
    unknown = reasons - listed
    return f"refers to a reason that {LIST} lacks: {', '.join(unknown)}" if unknown else None


def main():
    root = pathlib.Path(sys.argv[1])
    paths = sorted(p for folder in ("Sources", "Include") for p in (root / folder).rglob("*.[ch]"))
    texts = {p.relative_to(root): p.read_text() for p in paths}
    listed, declared, used, count, wrong = listed_reasons(root), declared_reasons(texts), set(), 0, []
    for path, text in texts.items():
        for match in OPERATION.finditer(text):
            count += 1
            problem = problem_of(path, text, match, declared, listed, used)
            if problem:
                line = text.count("\n", 0, match.start()) + 1
                wrong.append(f"{path}:{line}: {match.group(1)} {problem}")
    wrong += [f"{LIST}: no operation has the reason {name}" for name in sorted(listed - used)]
    if count == 0 or not listed:
        wrong.append("no atomic operation, or no list of reasons, was found")
    print("\n".join(wrong) if wrong else f"{count} atomic operations, {len(listed)} reasons")
    sys.exit(bool(wrong))


main()
