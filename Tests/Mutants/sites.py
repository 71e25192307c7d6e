"""Places in a Swift source where one token can be changed, found in its tree (syntax.py)."""

import re
from dataclasses import dataclass, field

from syntax import token_end

INTEGERS = {
    "$eSiD": "Int", "$eSuD": "UInt", "$es4Int8VD": "Int8", "$es5Int16VD": "Int16",
    "$es5Int32VD": "Int32", "$es5Int64VD": "Int64", "$es5UInt8VD": "UInt8",
    "$es6UInt16VD": "UInt16", "$es6UInt32VD": "UInt32", "$es6UInt64VD": "UInt64",
}
BOOL = "$eSbD"
OPTIONAL = re.compile(r"\$e.*SgD")

# Operator: name of its function in Mutating.swift, and what it is changed to.
ORDERINGS = {
    "<": ("pymvLess", ["<=", ">="]), "<=": ("pymvLessOrEqual", ["<", ">"]),
    ">": ("pymvGreater", [">=", "<="]), ">=": ("pymvGreaterOrEqual", [">", "<"]),
}
EQUALITIES = {"==": "!=", "!=": "=="}
LOGIC = {"&&": "||", "||": "&&"}
SUMS = {
    "+": ("pymvAdd", "-"), "-": ("pymvSubtract", "+"),
    "&+": ("pymvWrappingAdd", "&-"), "&-": ("pymvWrappingSubtract", "&+"),
}
ASSIGNMENTS = {
    "+=": ("pymvAddAssign", "-="), "-=": ("pymvSubtractAssign", "+="),
    "&+=": ("pymvWrappingAddAssign", "&-="), "&-=": ("pymvWrappingSubtractAssign", "&+="),
}

# Not changed: they check the code, and are not in the libraries.
CHECKS = {"assert", "assertionFailure", "precondition", "preconditionFailure", "fatalError"}
# Expressions whose truth or value no other change of a token negates.
PLAIN = {
    "call_expr", "declref_expr", "member_ref_expr", "subscript_expr", "load_expr", "try_expr",
    "dot_syntax_call_expr", "tuple_element_expr", "optional_evaluation_expr",
}


@dataclass
class Site:
    """An expression [start, end) with one changed token: `before` at `at` becomes one of `after`.

    `template` is the expression that the switch of mutants needs: {id} is the number of the first
    change, {0}, {1} are the operands, {raw0}, {raw1} operands without other mutants.
    """

    start: int
    end: int
    at: int
    before: str
    after: list
    template: str
    operands: list = field(default_factory=list)


def extent(node, source):
    """The offsets [start, end) of an expression; implicit conversions have those of their operand."""
    while isinstance(node, dict):
        if "range" in node:
            return node["range"]["start"], token_end(source, node["range"]["end"])
        node = node.get("sub_expr") or node.get("single_expr")
    return None


def without_conversions(node):
    """The expression in implicit conversions and parentheses."""
    while isinstance(node, dict) and (
        node.get("_kind") == "paren_expr" or "sub_expr" in node and node.get("implicit")
    ):
        node = node["sub_expr"]
    return node


def called_name(call):
    function = call.get("fn")
    while isinstance(function, dict) and "decl" not in function:
        function = function.get("fn") or function.get("sub_expr")
    return (function or {}).get("decl", {}).get("base_name", "")


def arguments(call):
    return [argument["expr"] for argument in call["args"]["args"]]


class Finder:
    """Collects the sites of one file."""

    def __init__(self, source):
        self.source = source
        self.sites = {}
        # Offsets of `true` in `while true`.
        self.endless = set()

    def text(self, start, end):
        return self.source[start:end].decode()

    def add(self, kind, site):
        self.sites.setdefault((site.start, site.end, kind), site)

    def visit(self, node):
        if isinstance(node, list):
            for element in node:
                self.visit(element)
        elif isinstance(node, dict):
            kind = node.get("_kind")
            if kind == "default_argument_expr":
                return
            if kind == "call_expr" and called_name(node) in CHECKS:
                return
            if not node.get("implicit"):
                getattr(self, f"visit_{kind}", lambda node: None)(node)
            if kind in ("return_stmt", "then_stmt"):
                self.add_result(node.get("result"))
            for value in node.values():
                self.visit(value)

    # --- operators ---

    def visit_binary_expr(self, node):
        name, operands = called_name(node), arguments(node)
        extents = [extent(operand, self.source) for operand in operands]
        whole = extent(node, self.source)
        if None in extents or whole is None:
            return
        (_, left_end), (right_start, _) = extents
        at = self.source.find(name.encode(), left_end, right_start)
        if at < 0:
            return
        after, template = self.operator(name, operands, extents)
        if after:
            self.add("operator", Site(*whole, at, name, after, template, extents))
        if name in LOGIC:
            for operand in operands:
                self.add_negation(operand)

    def operator(self, name, operands, extents):
        """What an operator is changed to, and the template."""
        types = [without_conversions(operand).get("type") for operand in operands]
        plain = types[0] == types[1] and types[0] in INTEGERS
        if name in EQUALITIES:
            return [EQUALITIES[name]], f"pymvBool({{id}}, {{0}} {name} {{1}})"
        if name in LOGIC:
            return [LOGIC[name]], self.choice(name, [LOGIC[name]])
        if name in ORDERINGS:
            function, after = ORDERINGS[name]
            return after, f"{function}({{id}}, {{0}}, {{1}})" if plain else self.choice(name, after)
        if name in SUMS:
            function, after = SUMS[name]
            template = f"{function}({{id}}, {{0}}, {{1}})" if plain else self.choice(name, [after])
            return [after], template
        if name in ASSIGNMENTS:
            function, after = ASSIGNMENTS[name]
            if operands[0]["sub_expr"].get("type") != types[1]:
                function = "pymvAdvance"
            return [after], f"{function}({{id}}, &{{0}}, {{1}})"
        if name == "..<" and types[1] in INTEGERS:
            return ["..."], "({0} ..< pymvBound({id}, {1}))"
        return [], ""

    @staticmethod
    def choice(name, after):
        changed = "".join(
            f"pymv_m({{id}} + {number}) ? ({{raw0}} {other} {{raw1}}) : "
            for number, other in enumerate(after)
        )
        return f"({changed}({{0}} {name} {{1}}))"

    def visit_prefix_unary_expr(self, node):
        name, whole = called_name(node), extent(node, self.source)
        inner = extent(arguments(node)[0], self.source)
        if whole is None or inner is None:
            return
        if name == "!":
            template = "pymvBool({id}, !{0})"
        elif name == "-":
            template = "(pymv_m({id}) ? {raw0} : -{0})"
        else:
            return
        self.add("operator", Site(*whole, whole[0], name, [""], template, [inner]))

    # --- constants ---

    def visit_integer_literal_expr(self, node):
        whole = extent(node, self.source)
        if whole is None or node["type"] not in INTEGERS:
            return
        start, end = whole
        if self.source[start:start + 1] == b"-":
            end = token_end(self.source, start + 1)
        text = self.text(start, end)
        try:
            value = int(text.replace("_", ""), 0)
        except ValueError:
            return
        name = INTEGERS[node["type"]]
        after = [str(value + 1)]
        if value > 0 or not name.startswith("U"):
            after.append(str(value - 1))
        template = f"pymvInteger({{id}}, {text} as {name})"
        self.add("constant", Site(start, end, start, text, after, template))

    def visit_boolean_literal_expr(self, node):
        whole = extent(node, self.source)
        if whole is None or node["type"] != BOOL or whole[0] in self.endless:
            return
        text = self.text(*whole)
        if text in ("true", "false"):
            template = "(!pymv_m({id}))" if text == "true" else "pymv_m({id})"
            after = ["false" if text == "true" else "true"]
            self.add("constant", Site(*whole, whole[0], text, after, template))

    # --- conditions and results ---

    def add_negation(self, node):
        """Negates an expression that is no comparison, negation or constant."""
        inner = without_conversions(node)
        whole = extent(node, self.source)
        if isinstance(inner, dict) and inner.get("_kind") == "autoclosure_expr":
            return self.add_negation(inner.get("single_expr"))
        if whole is None or not isinstance(inner, dict) or inner.get("type") != BOOL:
            return
        if inner.get("_kind") in PLAIN:
            site = Site(*whole, whole[0], "", ["!"], "pymvBool({id}, {0})", [whole])
            self.add("negation", site)

    def visit_if_stmt(self, node):
        for condition in node.get("conditions", []):
            self.add_negation(condition)

    visit_guard_stmt = visit_if_stmt

    def visit_while_stmt(self, node):
        """Without `true`, after which the compiler wants a result."""
        for condition in node.get("conditions", []):
            self.add_negation(condition)
            if condition.get("_kind") == "boolean_literal_expr":
                self.endless.add(condition["range"]["start"])

    def visit_ternary_expr(self, node):
        self.add_negation(node.get("cond_expr"))

    def visit_repeat_while_stmt(self, node):
        self.add_negation(node.get("cond") or node.get("condition"))

    def add_result(self, node):
        """Changes a result: Bool is negated, integers are increased, optionals become nil."""
        whole = extent(node, self.source)
        inner = without_conversions(node)
        if whole is None or not isinstance(inner, dict) or inner.get("_kind") not in PLAIN:
            return
        kind = node.get("type", "")
        if kind == BOOL:
            self.add_negation(node)
        elif kind in INTEGERS:
            template = "pymvResult({id}, {0})"
            self.add("result", Site(*whole, whole[0], "", ["1 + "], template, [whole]))
        elif OPTIONAL.fullmatch(kind):
            template = "(pymv_m({id}) ? nil : ({0}))"
            text = " ".join(self.text(*whole).split())
            self.add("result", Site(*whole, whole[0], text, ["nil"], template, [whole]))


def find_sites(source, tree):
    """The sites of a file in order; a site comes before those in its operands."""
    finder = Finder(source)
    finder.visit(tree)
    return sorted(finder.sites.values(), key=lambda site: (site.start, -site.end, site.before))
