"""Every question template over many random states: `python -m eval questions`.

For each template: keys proved, wrong values rejected, distinct prompts, and the time to make one question.
"""

from __future__ import annotations

from tutor import Tutor

STATES = 50


def main() -> None:
    """Print the table; a fault is printed under its template."""
    print(f"{'template':<28} {'states':>6} {'faults':>6} {'rejected':>8} {'distinct':>8} {'p50 ms':>7} {'p95 ms':>7}")
    states = faults = rejected = templates = 0
    for row in Tutor().sweep_questions(STATES):
        print(
            f"{row.template:<28} {row.states:>6} {len(row.faults):>6} {row.rejected:>8} {row.distinct:>8} "
            f"{row.median_ms:>7.1f} {row.p95_ms:>7.1f}",
            flush=True,
        )
        for fault in row.faults:
            print(f"    {fault}")
        states, faults, rejected, templates = (
            states + row.states,
            faults + len(row.faults),
            rejected + row.rejected,
            templates + 1,
        )
    print(f"{templates} templates, {states} questions, {rejected} wrong values rejected, {faults} faults")


if __name__ == "__main__":
    main()
