"""Every question template over many random states: `python -m eval questions`, or `python -m eval.questions STATES`.

For each template: keys proved, wrong values rejected, keys broken by each wrong value and caught, different prompts among 150
draws (with * where fewer than 500 exist, which the template says itself), and the time to make one question.
"""

from __future__ import annotations

import sys

from eval import figures
from tutor import Tutor

STATES = 50
SLOWEST_MS = 100


def main() -> None:
    """Print the table; a fault is printed under its template. Exits with 1 where there is one."""
    states = int(sys.argv[-1]) if sys.argv[-1].isdigit() else STATES
    print(
        f"{'template':<34} {'states':>6} {'faults':>6} {'rejected':>8} {'caught':>6} {'distinct':>8} {'p50 ms':>7} {'p95 ms':>7}"
    )
    rows = []
    for row in Tutor().sweep_questions(states):
        rows.append(row)
        small = "*" if row.wanted_distinct < 500 else " "
        print(
            f"{row.template:<34} {row.states:>6} {len(row.faults):>6} {row.rejected:>8} {row.caught:>6} {row.distinct:>7}{small}"
            f" {row.median_ms:>7.1f} {row.p95_ms:>7.1f}",
            flush=True,
        )
        for fault in row.faults:
            print(f"    {fault}")
        if not row.enough:
            print(f"    fewer different prompts than {row.wanted_distinct} would show")
    faults = sum(len(row.faults) for row in rows)
    made, slow = sum(row.states for row in rows), [row.template for row in rows if row.p95_ms > SLOWEST_MS]
    print(
        f"{len(rows)} templates, {made} questions, {sum(row.rejected for row in rows)} wrong values rejected, "
        f"{sum(row.caught for row in rows)} broken keys caught, {faults} faults, "
        f"{sum(not row.enough for row in rows)} too small, p95 above {SLOWEST_MS} ms: {', '.join(slow) or 'none'}"
    )
    tutor = Tutor()
    asked = sum(tutor.practice(concept, 0) is not None for concept in tutor.graph.concepts)
    print(f"{asked} of {len(tutor.graph.concepts)} ideas of the concept graph have templates")
    figures.share("questions", "questions with a fault", faults, made, more=False)
    figures.number("questions", "templates", len(rows))
    if faults:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
