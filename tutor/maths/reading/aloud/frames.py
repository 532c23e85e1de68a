"""The larger frames of a reading: brackets, lists, big operators, matrices, cases, lines."""

from __future__ import annotations

from dataclasses import replace

from tutor.maths.reading import words
from tutor.maths.reading.nodes import (
    Big,
    Cases,
    Chain,
    Empty,
    Fence,
    Function,
    Given,
    Grid,
    Letter,
    Lines,
    Listing,
    Marked,
    Phrase,
    Power,
    Prefix,
    Product,
    Ranged,
    Sign,
    Sub,
    Super,
    Text,
    Transpose,
)
from tutor.maths.reading.shape import is_leaf
from tutor.maths.tree import Node, Number, walk

_TUPLES = {2: "pair", 3: "triple"}
_ENDS = {"[]": "closed", "()": "open"}
_RAISED = frozenset(["bigwedge", "bigotimes", "bigoplus", "max", "min", "sup", "inf", "lim", "limsup", "liminf"])  # to no end
_LED = {",": "comma", ";": "semicolon"}
_CONDITIONS = ("if", "for", "when", "otherwise", "else", "where", "with", "in", "and", "or", "unless", "such", "whenever", "as")


def _to_set(body: Node, lower: Node | None) -> bool:
    """Whether f | U is a map restricted to a set: a bare name, and a capital below the bar."""
    core = lower.base if isinstance(lower, Sub) else lower
    if isinstance(core, Letter) and core.font == "script":
        return True  # dQ/dP on a field of events
    ranged = isinstance(lower, Fence) and isinstance(lower.body, Listing) and lower.open in ("[", "(")
    return is_leaf(body) and (ranged or (isinstance(core, Letter) and core.name[:1].isupper()))


class Frames:
    """Says what has an inside; the words for the smaller things come from the class below."""

    def __init__(self) -> None:
        self.said: list[int] = []
        self.literal: set[int] = set()
        self.conditional = False
        self.drawing = False
        self.within: frozenset[str] = frozenset()  # the names whose end is still to come
        self.inside_marks = {"sub": 0, "power": 0, "superscript": 0}

    def say(self, node: Node, last: bool = True) -> str:
        """A node in words; `last` says that nothing in the same row follows it."""
        found: str = getattr(self, f"say_{type(node).__name__}")(node, last)
        return found

    def quantity(self, node: Node) -> str:
        if isinstance(node, Fence) and node.role != "group":
            return self.say(node)
        body = node.body if isinstance(node, Fence) else node
        kept, self.within = self.within, frozenset()
        spoken = f"the quantity {self.say(body)} end quantity"
        self.within = kept
        return spoken

    def operand(self, node: Node) -> str:
        """What a script or a mark hangs on: a short name as it is, anything else as a quantity."""
        if id(node) in self.literal:
            return self.say(node)
        if isinstance(node, Fence) and node.role == "group" and isinstance(node.body, Super | Power):
            return f"the quantity {self.say(node.body)} end quantity"  # (R^n)^m
        if (
            is_leaf(node)
            or isinstance(node, Empty | Function)
            or type(node).__name__ in ("Sub", "Super", "Power", "Prime", "Grid", "Unread", "Text")
        ):
            spoken = self.say(node)
            ends = isinstance(node, Sub) and isinstance(node.base, Fence) and node.base.role == "norm" and is_leaf(node.base.body)
            return f"{spoken} end norm" if ends else spoken
        if isinstance(node, Fence) and node.role == "interval":
            return f"{self.say(node).removesuffix(' end interval')} end interval"
        if isinstance(node, Fence) and node.role not in ("group", "") and is_leaf(node.body):
            return f"{self.say(node).removesuffix(f' end {node.role}')} end {node.role}"
        return self.quantity(node)

    def closed(self, node: Node, name: str) -> str:
        """An inside and its audible end, which a short name does not need where no other end of the kind is to come."""
        kept, self.within = self.within, self.within | {name}
        spoken = self.say(node)
        self.within = kept
        return spoken if is_leaf(node) and spoken and name not in kept else f"{spoken} end {name}"

    # -- brackets ----------------------------------------------------------------------------------------------------
    def say_Fence(self, node: Fence, last: bool) -> str:
        body = node.body
        if id(node) in self.literal:
            return self.printed(node)
        match node.role:
            case "group":
                bare = is_leaf(body) or isinstance(body, Grid)
                if isinstance(body, Empty):
                    return self.printed(node)
                return self.say(body) if bare else self.quantity(node)
            case "matrix" if isinstance(body, Grid):
                return self.say_Grid(replace(body, kind="matrix") if body.kind == "array" else body, last)
            case "system" if isinstance(body, Grid):
                return self.say_Cases(Cases(body.span, body.rows), last)
            case "system" if isinstance(body, Lines):
                return self.say_Cases(Cases(body.span, tuple((row,) for row in body.rows)), last)
            case "tuple":
                dotted = any(isinstance(n, Letter) and n.name == "dots" for n in walk(body))
                name = _TUPLES.get(len(body.parts), "tuple") if isinstance(body, Listing) and not dotted else "tuple"
                return f"the {name} {self.say(body)} end {name}"
            case "list":
                return f"the list {self.say(body)} end list"
            case "interval":
                return self.interval(node)
            case "set":
                return self.set(body)
            case "inner product" if isinstance(body, Listing):
                return f"the inner product of {self.say(body.parts[0])} and {self.say(body.parts[1])} end inner product"
            case "":
                return self.printed(node)
        return f"the {node.role} of {self.closed(body, node.role)}"

    def set(self, body: Node) -> str:
        if isinstance(body, Empty):
            return "the set with no elements"
        if isinstance(body, Given) and body.sign in ("mid", "|", ":"):
            return f"the set of all {self.membership(body.left)} such that {self.say(body.right)} end set"
        return f"the set {self.say(body)} end set"

    def interval(self, node: Fence) -> str:
        assert isinstance(node.body, Listing)
        low, high = (self.say(p) for p in node.body.parts[:2])
        kind = _ENDS.get(node.open + node.close)
        if kind is None:
            marks = {"[": "included", "]": "included", "(": "excluded", ")": "excluded"}
            return f"the interval from {low} {marks[node.open]} to {high} {marks[node.close]}"
        ending = "" if all(is_leaf(p) for p in node.body.parts) else " end interval"
        return f"the {kind} interval from {low} to {high}{ending}"

    def printed(self, node: Fence) -> str:
        """Delimiters whose meaning is not sure, said as they stand."""
        first = words.DELIMITER_NAMES.get(node.open, node.open)
        second = words.DELIMITER_NAMES.get(node.close, node.close)
        return f"open {first} {self.say(node.body)} close {second}".replace("  ", " ")

    # -- lists -------------------------------------------------------------------------------------------------------
    def say_Listing(self, node: Listing, last: bool) -> str:
        spoken = self.say(node.parts[0])
        for sign, part in zip(node.signs, node.parts[1:], strict=True):
            piece = self.say(part)
            mark = {"quad": ","}.get(sign, sign)
            if piece:
                spoken = f"{spoken} {piece}" if spoken.endswith(":") else f"{spoken}{mark} {piece}"
        spoken = spoken.strip(" ,;")
        meant = node.signs[0] == ";" or any(self.inside_marks.values())
        led = isinstance(node.parts[0], Empty) and node.signs[0] in _LED and meant
        return f"{_LED[node.signs[0]]} {spoken}" if led else spoken  # phi_{,i} and phi_{;i} are two derivatives

    def say_Phrase(self, node: Phrase, last: bool) -> str:
        return " ".join(spoken for part in node.parts if (spoken := self.say(part)))

    def say_Given(self, node: Given, last: bool) -> str:
        left, right = node.left, node.right
        if node.sign == ":":
            if (
                isinstance(right, Chain)
                and [s.name for s in right.signs] == ["to"]
                and right.signs[0].over is None
                and right.signs[0].under is None
            ):
                source, target = right.sides
                return f"{self.say(left)} mapping {self.say(source)} to {self.say(target)}"
            ratio = _counted(left) and isinstance(right.sides[0] if isinstance(right, Chain) else right, Number)
            return f"{self.say(left)} {'to' if ratio else 'colon'} {self.say(right)}"
        if node.sign == "‖":
            return f"{self.say(left)} double bar {self.say(right)}"
        joint = "given" if self.conditional else "vertical bar"
        alone = not self.conditional and not self.inside_marks["sub"]
        if isinstance(left, Number) and isinstance(right, Number) and alone and left.text != "0":
            joint = "divides"
        return f"{self.say(left)} {joint} {self.say(right)}".strip()

    def say_Lines(self, node: Lines, last: bool) -> str:
        return "; next line: ".join(self.say(row).rstrip(" ,;.") for row in node.rows)

    def say_Marked(self, node: Marked, last: bool) -> str:
        if node.command == "pmod":
            return f"modulo {self.say(node.base)} end modulo"
        base = self.operand(node.base)
        if isinstance(node.note, Empty):
            return base
        word = {"underbrace": "labelled", "overbrace": "labelled", "stackrel": "with above it", "underset": "with below it"}[
            node.command
        ]
        return f"{base} {word} {self.say(node.note)} end label"

    def say_Ranged(self, node: Ranged, last: bool) -> str:
        evaluated = isinstance(node.base, Fence) and node.base.open in (".", "") and node.base.close in ("|", "]", ")")
        if isinstance(node.base, Fence) and node.base.role == "group" and not evaluated:
            self.literal.add(id(node.base))  # (x_n)_{n = 1}^N is no x_n
        base = self.say(node.base.body, False) if evaluated and isinstance(node.base, Fence) else self.say(node.base, False)
        word = "evaluated" if evaluated else "taken"
        lower = f" at {self.say(node.lower)}" if node.lower is not None and node.upper is None else ""
        if evaluated and lower and isinstance(node.base, Fence) and _to_set(node.base.body, node.lower):
            word, lower = "restricted", f" to{lower.removeprefix(' at')}"
        elif not evaluated and isinstance(node.lower, Chain) and node.lower.signs[0].name != "=":
            word, lower = "indexed", f" by{lower.removeprefix(' at')}"  # (X_t)_{t >= 0} is a family
        if node.lower is not None and node.upper is not None:
            lower = f" from {self.say(node.lower)} to {self.say(node.upper)}"
        elif node.upper is not None:
            lower = f" up to {self.say(node.upper)}"
        return f"{base} {word}{lower} end range"

    # -- big operators -----------------------------------------------------------------------------------------------
    def say_Big(self, node: Big, last: bool) -> str:
        name = words.BIG[node.name]
        if node.name in ("argmax", "argmin"):
            return self.optimum(node)
        spoken = f"the {name}{self.bounds(node)}"
        if isinstance(node.body, Empty):
            body = ""
        else:
            body = f" of {self.say(node.body, last)}"
        if node.variables:
            return f"{spoken}{body} with respect to {' and '.join(self.operand(v) for v in node.variables)}"
        open_ended = not body or last  # a sum that something follows has an audible end, however short it is
        return f"{spoken}{body}{'' if open_ended and node.name not in words.INTEGRALS else f' end {name}'}"

    def bounds(self, node: Big) -> str:
        lower, upper = (None if isinstance(b, Empty) else b for b in (node.lower, node.upper))
        if isinstance(lower, Chain) and [s.name for s in lower.signs] == ["to"] and node.name.startswith("lim"):
            left, right = lower.sides
            mark = f" superscript {self.say(upper)}" if upper is not None else ""
            return f" as {self.say(left)} approaches {self.say(right)}{mark}"
        integral = node.name in words.INTEGRALS
        if (
            lower is not None
            and upper is not None
            and (integral or isinstance(lower, Number) or (isinstance(lower, Chain) and [s.name for s in lower.signs] == ["="]))
        ):
            high = self.say(upper)
            return f" from {self.say(lower)} to {high}{' end bound' if ' of ' in high else ''}"
        begun = integral and isinstance(lower, Number)  # a number is no domain
        spoken = f" {'from' if begun else 'over'} {self.bound(lower)}" if lower is not None else ""
        marked = upper is not None and ((lower is None and node.name in _RAISED) or getattr(upper, "name", "") in ("*", "+", "-"))
        word = "superscript" if marked else "up to"  # the exterior power, or a sum with a star
        return spoken + (f" {word} {self.say(upper)}" if upper is not None else "")

    def bound(self, lower: Node) -> str:
        """What stands below a sum; where it holds an "of" of its own, it has an audible end."""
        spoken = self.membership(lower)
        ended = " of " in spoken.replace("space of dimension", "") or "is distributed as" in spoken
        return f"{spoken} end condition" if ended else spoken

    def membership(self, lower: Node) -> str:
        """ "i in S" below a sum, where a statement would be "i is in S"."""
        if isinstance(lower, Chain) and [s.name for s in lower.signs] == ["in"] and not lower.signs[0].negated:
            return f"{self.say(lower.sides[0])} in {self.say(lower.sides[1])}"
        return self.say(lower)

    def optimum(self, node: Big) -> str:
        verb = "maximizes" if node.name == "argmax" else "minimizes"
        over = f"the value superscript {self.say(node.upper)}" if node.upper is not None else "the value"
        if node.lower is not None and _sought(node.lower):
            over += f" of {self.membership(node.lower)}"
        elif node.lower is not None:
            over += f" over {self.say(node.lower)} end condition"
        return f"{over} that {verb} {self.say(node.body)}".strip()

    # -- grids -------------------------------------------------------------------------------------------------------
    def say_Grid(self, node: Grid, last: bool) -> str:
        if node.kind == "array" and len(node.rows) == 1 == len(node.rows[0]) and _whole(node.rows[0][0]):
            return self.say(node.rows[0][0], last)  # a frame of one cell around a formula
        if (
            len(node.rows) == 1 == len(node.rows[0])
            and isinstance(found := node.rows[0][0], Listing)
            and set(found.signs) == {","}
        ):
            node = replace(node, rows=(found.parts,))  # [a, b] typed for one row of two
        rows = [[self.cell(c) for c in row] for row in node.rows]
        for row, cells in zip(node.rows, rows, strict=True):
            if len(row) > 2 and _is_dash(row[0]) and _is_dash(row[-1]) and not any(map(_is_sign, row[1:-1])):
                cells[0] = cells[-1] = "dash"  # beside a row that runs through the whole matrix
        width = max((len(row) for row in rows), default=0)
        kind = {"vmatrix": "determinant of the ", "Vmatrix": "norm of the "}.get(node.kind, "")
        shape = "array" if node.kind in ("array", "tabular") else "matrix"
        marks = [f"a bar after column {node.bar}"] * bool(node.bar) + [f"a line below row {node.rule}"] * bool(node.rule)
        bar = f" with {' and '.join(marks)}" if marks else ""
        blocks = (width == 1) != (len(rows) == 1) and any(_is_block(c) for row in node.rows for c in row)
        stated = any(isinstance(one, Chain) for row in node.rows for cell in row for one in _pieces(cell))
        lined = stated and (shape == "array" or node.kind == "matrix")  # lines of a derivation, or of hypotheses
        shape = "array" if lined else shape
        if width == 1 and len(rows) > 1 and not lined:
            if blocks:
                return f"the {kind}column with parts {', '.join(r[0] for r in rows)} end column"
            return f"the {kind}column vector{bar} with entries {', '.join(r[0] for r in rows)} end vector"
        if len(rows) == 1 and width > 1:
            if blocks:
                return f"the {kind}row{bar} with parts {', '.join(rows[0])} end row"
            return f"the {kind}row vector{bar} with entries {', '.join(rows[0])} end vector"
        dotted = any(isinstance(n, Letter) and n.name == "dots" for n in walk(node))
        # the whole is larger than its blocks, and smaller than what a line runs through
        lined = any(isinstance(c, Letter) and c.name in ("|", "mid") for row in node.rows for c in row)
        parted = shape == "matrix" and (lined or any(_is_block(c) for row in node.rows for c in row))
        alone = len(rows) == 1 == width  # [x_i] may stand for all of its entries
        size = "" if dotted or parted or alone else f"{len(rows)} by {width} "
        word = "entry" if alone else "rows"
        return f"the {kind}{size}{shape}{bar} with {word} {'; '.join(', '.join(r) for r in rows)} end {shape}"

    def cell(self, node: Node) -> str:
        if isinstance(node, Listing):
            return self.quantity(node)
        return self.say(node) or "blank"

    def say_Cases(self, node: Cases, last: bool) -> str:
        aimed = len(node.rows) > 1 and len(node.rows[0]) == 1 and _is_aim(node.rows[0][0])
        if all(len(row) == 1 and _is_statement(row[0]) for row in node.rows[aimed:]):
            return f"the system {'; '.join(self.say(row[0]).rstrip(' ,;.') for row in node.rows)} end system"
        rows = []
        for row in node.rows:
            cells = [self.say(c).strip(" ,;.") for c in row]
            condition = next((c for c in row[1:] if not isinstance(c, Empty)), None)
            word = "" if condition is None or self.starts_with_condition(condition) else "when "
            rows.append(" ".join([cells[0], word + " ".join(c for c in cells[1:] if c)]).strip())
        return f"the cases {'; '.join(rows)} end cases"

    def starts_with_condition(self, node: Node) -> bool:
        while isinstance(node, Phrase | Listing):
            node = node.parts[0]
        if isinstance(node, Text):
            return (node.words.lower().strip(",.;: ").split() or [""])[0].strip(",.;:") in _CONDITIONS  # ", if c = 0"
        return (isinstance(node, Prefix) and node.sign == "forall") or (isinstance(node, Sign | Letter) and False)


def _is_dash(cell: Node) -> bool:
    return isinstance(cell, Prefix) and cell.sign == "-" and isinstance(cell.body, Empty)


def _is_sign(cell: Node) -> bool:
    """Whether a cell holds a sign by itself, as in a pattern of signs."""
    return isinstance(cell, Prefix) and isinstance(cell.body, Empty)


def _is_aim(row: Node) -> bool:
    """Whether a row says what is sought, under the conditions in the rows below it."""
    words = row.parts[0].words.lower() if isinstance(row, Phrase) and isinstance(row.parts[0], Text) else ""
    return words.strip().startswith(("min", "max")) or (isinstance(row, Big) and row.name in ("min", "max"))


def _is_statement(row: Node) -> bool:
    """Whether a row below a brace says a relation: "0 otherwise" is a value with its condition."""
    words = [part.words.lower().split() for part in walk(row) if isinstance(part, Text)]
    if any(word[0].strip(",.;:") in _CONDITIONS for word in words if word):
        return False
    return not isinstance(row, Phrase) or any(isinstance(part, Chain) for part in row.parts)


def _sought(lower: Node) -> bool:
    r"""Whether what stands below argmin is what is looked for, \\theta or x \\in S, no condition, rank(X) <= k, and no set."""
    if isinstance(lower, Chain):
        return [s.name for s in lower.signs] in (["in"], [":"]) or isinstance(lower.sides[0], Letter | Sub | Listing)
    return not isinstance(lower, Fence) or lower.role != "set"


def _whole(cell: Node) -> bool:
    """Whether a cell is a formula of its own: a relation, perhaps with a comma behind it."""
    if isinstance(cell, Fence) and cell.role == "group":
        cell = cell.body
    if isinstance(cell, Listing):
        return isinstance(cell.parts[-1], Empty) and all(isinstance(p, Chain | Empty) for p in cell.parts)
    return isinstance(cell, Chain)


def _pieces(cell: Node) -> tuple[Node, ...]:
    """The parts of a cell that are told beside each other, H_0: a = 0, and words."""
    parts = cell.parts if isinstance(cell, Listing | Phrase) else (cell.left, cell.right) if isinstance(cell, Given) else ()
    return tuple(piece for part in parts for piece in _pieces(part)) or (cell,)


def _is_block(cell: Node) -> bool:
    """Whether a cell may be a vector or a matrix, so that a row of them is no row vector: bold, f of one, plain capitals."""
    letters = [n for n in walk(cell) if isinstance(n, Letter)]
    if any(n.font == "bold" for n in letters):
        turned = isinstance(cell, Product) and ("cdot" in cell.signs or isinstance(cell.factors[0], Transpose))  # a^T b: a number
        return not turned and not any(isinstance(n, Fence) and n.role in ("norm", "inner product") for n in walk(cell))
    core = cell
    while isinstance(core, Sub | Super | Power | Prefix | Transpose):
        core = core.body if isinstance(core, Prefix) else core.base
    return isinstance(core, Letter) and len(core.name) == 1 and core.name.isupper() and not core.font


def _counted(left: Node) -> bool:
    """Whether a ratio goes on: 1 : ..., 1 : 2 : ..."""
    while isinstance(left, Given) and left.sign == ":":
        left = left.left
    return isinstance(left, Number)
