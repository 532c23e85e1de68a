"""Nothing a book, a note, a model or a learner writes can act on the page; and every word goes through the one door."""

from __future__ import annotations

import ast
import re
import time
from pathlib import Path

import pytest

from ui.parts.formula_gate import DEEPEST, MOST_CELLS, MOST_CHARACTERS, drawable, tidy
from ui.parts.untrusted import one_line, safe_formula, safe_label, safe_markdown

UI = Path(__file__).parents[2] / "ui"
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
MATHS = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)


def acting(markdown: str) -> str:
    """What is left for Markdown to act on once code, formulas and escaped marks are taken out."""
    return MATHS.sub("", ESCAPED.sub("", CODE.sub("", markdown)))


NASTY = [
    "![x](http://evil.example/a.png)",
    "![x][ref]\n\n[ref]: http://evil.example/a.png",
    "[![x](http://evil.example/a.png)](http://evil.example)",
    "[click](javascript:alert(1))",
    "[click](http://evil.example (title))",
    "[ref]: http://evil.example\n\n[ref] [ref][]",
    "<http://evil.example> <me@evil.example>",
    "http://evil.example www.evil.example HTTPS://EVIL.example ftp://evil.example",
    "me@evil.example mailto:me@evil.example",
    "<img src=http://evil.example/a.png onerror=alert(1)><script>alert(1)</script><iframe src=//evil.example>",
    "<!-- hidden --><style>*{display:none}</style>",
    "&lt;script&gt; &#58;smile&#58; &amp;",
    ":red[stop] :blue-background[x] :material/delete: :streamlit: :smile: :small[x] :help[x] :shimmer[x] :+1:",
    ":::note\nx\n:::",
    "::leaf[x]",
    "costs $5 or $6, `$x` and $ y $",
    "$\\frac{1$ and $x^a^b$ and $\\notacommand$",
    "$\\href{javascript:alert(1)}{x}$ $\\includegraphics{http://evil.example/a.png}$ $\\rule{999em}{999em}$",
    "`a | ![x](http://evil.example)` | b\n--|--\n`c | ![x](http://evil.example)` | d",
    "a\n:--\n`b | ![x](http://evil.example)`",
    "```mermaid\ngraph LR\n```",
    "````\n```\n![x](http://evil.example)\n````",
    "`unclosed ![x](http://evil.example)",
    "\\![x](http://evil.example) \\\\![x](http://evil.example)",
    "[^1]\n\n[^1]: http://evil.example",
    "# Head ![x](http://evil.example)\ntext\n===\n---",
    "    ![x](http://evil.example)",
    "\ue0000\ue001 \ue00099\ue001",
    "\u202egnp.exe\u202c \u2066x\u2069 \x00\x1b[31m \ud800",
    "$a$$b$2",
    "\\[x\\]\\(y\\) \\(z",
]


@pytest.mark.parametrize("text", NASTY)
def test_no_link_no_picture_no_html_and_no_directive_is_left(text: str) -> None:
    left = acting(safe_markdown(text))
    assert not re.search(r"!?\[[^\]]*\][(\[:]", left)
    assert not re.search(r"<[a-zA-Z/!]", left)
    assert not re.search(r"(?i)\bhttps?://|\bwww\.|\w@\w|^\[", left)
    assert not re.search(r":[\w+-]*[\[{]|:[\w+-]+:|:material|:streamlit", left)
    assert "&" not in left
    assert "$" not in left
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b\ud800]", left)


@pytest.mark.parametrize("text", NASTY)
def test_a_label_is_one_line_of_plain_words(text: str) -> None:
    label = safe_label(text)
    assert "\n" not in label
    left = re.sub(r"\$[^$]+\$", "", ESCAPED.sub("", label))
    assert not re.search(r"[\[\]<>`*$&#]", left)
    assert not re.search(r"(?i)https?://|www\.|\w@\w", left)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"\(a\) and \[b\]", "$a$ and\n\n$$\nb\n$$"),
        ("the **rank** of a *matrix*", "the **rank** of a *matrix*"),
        ("- one\n- two", "- one\n- two"),
        ("2*3*4", r"2\*3\*4"),
        ("# Rank", "**Rank**"),
        ("it costs $5", r"it costs \$5"),
        (r"it costs \$5", r"it costs \$5"),
        ("see [the book](http://a.example/b)", "see the book (`http://a.example/b`)"),
        ("![a graph](x.png)", "(picture: a graph)"),
        ("$x$, $y$", "$x$, $y$"),
        ("<!-- check: x -->kept", "kept"),
        ("ratio 1:2 and f: X", r"ratio 1\:2 and f: X"),
        (r"a \(\text{$n$ times}\) b", r"a $$\text{$n$ times}$$ b"),
    ],
)
def test_honest_text_stays_readable(text: str, shown: str) -> None:
    assert safe_markdown(text) == shown


def test_an_emoji_code_is_parted_so_that_the_browser_cannot_find_it_again() -> None:
    assert ":smile:" not in safe_markdown(r":smile: \:smile:").replace("\\", "")


@pytest.mark.parametrize(
    "latex",
    [
        "x^{2", "x}", "x^a^b", "x_a_b", "x^2'", r"\frac{1}", r"\frac", r"\left(x", r"x\right)", r"\begin{matrix}x", r"\begin{matrix}x\end{pmatrix}",
        "a & b", r"\foo", r"\href{a}{b}", r"\def\x{y}", r"\text{a_b}", r"\color{red}x", r"\rule{9em}{9em}", "#1", r"\limits_a", "\\", "x^", r"\sqrt",
        "x" * (MOST_CHARACTERS + 1), "{" * (DEEPEST + 2) + "x" + "}" * (DEEPEST + 2), r"\begin{matrix}" + "1&" * MOST_CELLS + r"1\end{matrix}",
    ],
)  # fmt: skip
def test_a_formula_that_katex_would_stumble_over_is_shown_as_code(latex: str) -> None:
    assert not drawable(tidy(latex))
    assert "$" not in CODE.sub("", safe_formula(latex))


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", r"\frac12", r"x'^2", r"\left\{ x \mid x > 0 \right\}", r"\operatorname{rk}(A) = \operatorname{rk}(A^\top)",
        r"\sum_{i=1}^n x_i", r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}", r"\sqrt[3]{x}", r"\underbrace{x}_{y}", r"\mathbb R^{m\times n}",
        r"\left.\frac{df}{dx}\right|_{x=0}", r"{n \choose k}", r"\begin{aligned} a &= b \\[2em] &= c \end{aligned}",
    ],
)  # fmt: skip
def test_the_formulas_of_textbooks_are_drawn(latex: str) -> None:
    assert drawable(tidy(latex))
    assert safe_formula(latex).startswith("$$")


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "](", "`", "``` ", "$", "*", "<!--", ":a", "http://", "\\", "- ", "\\begin{matrix}", "{", "(\n", "~~~\n", "a@b."],
)
def test_long_nonsense_is_made_safe_in_good_time(piece: str) -> None:
    began = time.perf_counter()
    safe_markdown(piece * (20_000 // len(piece)))
    safe_label(piece * 2_000)
    assert time.perf_counter() - began < 5


def test_alt_text_is_one_visible_line() -> None:
    assert one_line("a\n\u202eb" + "c" * 300, 20) == "a b" + "c" * 16 + "…"


# -- every word goes through the one door ----------------------------------------------------------------------------------

SHOWS = frozenset(
    ["markdown", "caption", "info", "warning", "error", "success", "title", "header", "subheader", "latex", "code", "text", "toast", "badge", "metric", "table", "dataframe", "json", "exception", "help", "button", "form_submit_button", "download_button", "link_button", "page_link", "radio", "pills", "segmented_control", "selectbox", "multiselect", "checkbox", "toggle", "text_input", "text_area", "number_input", "slider", "select_slider", "file_uploader", "chat_input", "chat_message", "expander", "popover", "tabs", "status", "spinner", "progress", "image", "audio", "video", "dialog", "logo", "menu_button", "feedback", "data_editor", "line_chart", "pdf", "iframe"]
)  # fmt: skip
NEVER = frozenset(("write", "write_stream", "html", "echo", "magic", "components_v1"))
WORDS = frozenset(
    (
        "label",
        "body",
        "text",
        "caption",
        "captions",
        "help",
        "placeholder",
        "options",
        "alt",
        "format_func",
        "icon",
        "unsafe_allow_html",
    )
)
DOORS = frozenset(("show.py", "look.py"))


def calls() -> list[tuple[str, ast.Call, str]]:
    found = []
    for path in sorted(UI.rglob("*.py")):
        if path.name in DOORS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                found.append((f"{path.name}:{node.lineno}", node, node.func.attr))
    return found


def literal(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return literal(node.body) and literal(node.orelse)
    return isinstance(node, ast.Constant) or (isinstance(node, ast.List | ast.Tuple) and all(map(literal, node.elts)))


def test_no_file_but_the_door_hands_words_to_streamlit_unless_they_are_our_own_literals() -> None:
    broken = [place for place, call, name in calls() if name in SHOWS and call.args and not literal(call.args[0])]
    broken += [
        f"{place} {word.arg}"
        for place, call, name in calls()
        if name in SHOWS
        for word in call.keywords
        if word.arg in WORDS and not literal(word.value)
    ]
    assert broken == []


def test_no_file_uses_html_or_write() -> None:
    streamlit_names = {"st", "where", "bar", "waiting"}
    broken = [
        place for place, call, name in calls()
        if name in NEVER and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in streamlit_names
    ]  # fmt: skip
    assert broken == []
    assert not [path.name for path in UI.rglob("*.py") if "unsafe_allow_html" in path.read_text(encoding="utf-8")]
    assert not [path.name for path in UI.rglob("*.py") if "unsafe_allow_javascript" in path.read_text(encoding="utf-8")]


def test_only_the_look_speaks_html_and_only_its_own() -> None:
    tree = ast.parse((UI / "parts" / "look.py").read_text(encoding="utf-8"))
    spoken = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "html"
    ]
    assert [ast.unparse(call.args[0]) for call in spoken] == ["_rules()"]
    assert ".html(" not in (UI / "parts" / "show.py").read_text(encoding="utf-8")


def test_the_component_is_given_only_literals_of_our_own() -> None:
    mounted = [call for _, call, name in calls() if name == "component"]
    assert all(ast.unparse(word.value) in ("_HTML", "_CSS", "_script()") for call in mounted for word in call.keywords)


def test_nothing_of_ours_points_outside_this_machine() -> None:
    for path in [path for kind in ("*.py", "*.toml", "*.css", "*.js") for path in UI.rglob(kind)]:
        assert not re.search(r"https?://(?!e\.vil|127\.0\.0\.1)", path.read_text(encoding="utf-8")), path.name
        assert 'page_icon=":material' not in path.read_text(encoding="utf-8")


def test_the_pages_import_only_the_front_door_of_the_tutor() -> None:
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tutor."):
                raise AssertionError(f"{path.name} reaches into {node.module}")


def test_no_script_of_ours_turns_words_into_markup() -> None:
    for path in UI.rglob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", path.read_text(encoding="utf-8")
        )


@pytest.mark.parametrize(
    "latex",
    [r"\frac12 x", r"x^2_i", r"\sqrt[3]{x+1}", r"\hat\theta = \bar x", r"p\log p", r"\left( \frac{a}{b} \right)^2", r"\sum_{i=1}^n x_i y_i",
     r"\begin{bmatrix} a & b \\ c & d \end{bmatrix} x", r"\begin{aligned} a &= b \\ &= c \end{aligned}", r"f'(x)", r"A^\top A"],
)  # fmt: skip
def test_marks_on_a_formula_leave_it_drawable_and_unchanged_below_them(latex: str) -> None:
    from tutor import Tutor
    from ui.parts.painted import paint

    spans = [(part.start, part.end) for part in Tutor().explain(latex).parts]
    painted = paint(latex, spans)
    assert painted.parts
    bare = re.sub(r"\{?\\textcolor\{#01[0-9a-f]{2}07\}", "", painted.latex)
    assert re.sub(r"[{}]", "", bare) == re.sub(r"[{}]", "", latex)
    assert drawable(tidy(re.sub(r"\\textcolor\{#01[0-9a-f]{2}07\}", r"\\boxed", painted.latex)))
