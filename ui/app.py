"""Marginalia in the browser: `streamlit run ui/app.py`. Four pages, one tutor, nothing that leaves this machine."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Draw the frame, then the page that was chosen."""
    root = str(Path(__file__).resolve().parents[1])
    if root not in sys.path:  # `streamlit run` knows only the folder of this file
        sys.path.insert(0, root)
    from ui.parts.frame import draw_frame

    draw_frame()


if __name__ == "__main__":
    main()
