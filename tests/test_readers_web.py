"""Reading what is written for the web: saved pages, reStructuredText, Quarto and R Markdown."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since, take_in
from tests.test_readers import body, held, latex, read
from tutor import Status
from tutor.errors import InputError

PAGE = r"""<!doctype html><html><head><title>Ridge &amp; lasso</title><script>var x = "$a$";</script></head><body><nav>menu</nav>
<h2>Ridge</h2><p>The loss is \(y - X\beta\), where $\lambda$ is the penalty. It costs a_b and x*y*z.</p>
<p>Old <span class="MathJax_Preview">junk</span><script type="math/tex">a_i * b_i</script> and
<script type="math/tex; mode=display">\sum_i a_i</script></p>
<p>New <span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi>
<annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html">x2</span></span></p>
<p>Drawn <span class="mwe-math-element"><math alttext="{\displaystyle q}"><mi>q</mi></math><img class="mwe-math-fallback-image-inline"
alt="{\displaystyle q}"></span></p><p>$$p = e^{-E}$$</p><footer>All rights</footer></body></html>"""

MANUAL = r"""
.. _start:

Rank
====

The :math:`r` of :ref:`a matrix <matrix>` and of :math:`n`\ ``x`` is told by `Strang <https://example.org>`_.

Law
---

.. theorem:: Rank and nullity
   :label: rn

   Let :math:`A` be a matrix. Then

   .. math::
      :label: one

      r + k = n

      r \le n

A loop::

    for x in $y$:

        pass

.. image:: rank.png
   :alt: $z$

.. a comment with :math:`w`
"""


def test_a_saved_page_gives_its_words_and_each_formula_once(tmp_path):
    source = read(tmp_path, "ridge.html", PAGE)
    held(source)
    assert source.title == "Ridge & lasso"
    assert latex(source) == [r"y - X\beta", r"\lambda", "a_i * b_i", r"\sum_i a_i", "x^2", "q", "p = e^{-E}"]
    assert "a_b and x*y*z" in body(source)
    assert not any(word in body(source) for word in ("menu", "junk", "var x", "rights"))


def test_restructured_text_gives_its_headings_formulas_and_code(tmp_path):
    source = read(tmp_path, "rank.rst", MANUAL)
    held(source)
    assert [section.path for section in source.sections] == [("Rank",), ("Rank", "Law")]
    assert latex(source) == ["r", "n", "A", "r + k = n", r"r \le n"]
    assert "of a matrix and of $n$``x`` is told by Strang." in body(source)
    assert "**Rank and nullity.**" in body(source)
    assert "```\nfor x in $y$:\n\n    pass\n```" in body(source)
    assert "comment" not in body(source)
    assert "rank.png" not in body(source)


@pytest.mark.parametrize("name", ["week.qmd", "week.Rmd"])
def test_a_book_of_quarto_is_read_as_markdown(tutor, tmp_path, name):
    path = tmp_path / name
    path.write_text("---\ntitle: Week one\n---\n\n# Slopes\n\nThe slope $m$ tells how steep a line is.\n\n```{r}\nm <- 1\n```\n")
    assert take_in(tutor, path).status is Status.OK
    found = tutor.find("how steep is a line", 1)[0].passage
    assert tutor.cite(found).label == "line 7"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("not.html", b"PK\x03\x04 only bytes"),
        ("empty.rst", b""),
        ("nothing.html", b"<html><body></body></html>"),
        ("none.rst", b".. a\n"),
    ],
)
def test_a_page_without_words_is_told_so_in_a_sentence(tmp_path, name, data):
    with pytest.raises(InputError) as told:
        read(tmp_path, name, data)
    assert name in str(told.value)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" " * n + ".. note:: x" for n in range(2_000)),
        ":math:`" * 20_000,
        "``" * 50_001,
        "`a <" * 20_000,
        "x::\n" * 20_000,
        "a\n=\n" * 20_000,
    ],
)
def test_no_text_takes_long(tmp_path, text):
    begun = clock()
    read(tmp_path, "long.rst", f"word {text}")
    assert since(begun) < 8
