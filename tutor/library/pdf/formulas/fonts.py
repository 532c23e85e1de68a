"""Fonts by their names: which encoding, which alphabet, and whether words or only mathematics are set in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from tutor.library.pdf.formulas import encodings


class Codes(Enum):
    """What the codes of a font say about its letters."""

    NAMED = "named"  # the file has a table from codes to characters
    BARE = "bare"  # there is no table; the codes are those of the font's encoding
    NUMBERS = "numbers"  # there is no table, and the codes are the numbers of shapes in the font file: they say nothing


def all_named(name: str) -> Codes:
    """What is said of any font where nobody looked."""
    return Codes.NAMED


@dataclass(frozen=True, slots=True)
class Face:
    """A font. `style` is the LaTeX alphabet of its letters ("" is mathematics' own italic); `codes` reads bare codes."""

    name: str
    style: str
    mathematical: bool
    codes: dict[int, str] = field(default_factory=dict, compare=False)
    tall: bool = False  # its signs grow: sums, big brackets, roots
    wide: bool = False  # one font for all of mathematics, every sign a Unicode character
    office: bool = False  # the signs of an office program's formulas
    greek_swapped: bool = False  # without ToUnicode, phi and varphi come under each other's names

    @property
    def words(self) -> bool:
        """Whether running text may be set in it."""
        return not self.mathematical


def _math(style: str, codes: dict[int, str], **more: bool) -> dict[str, object]:
    return {"style": style, "mathematical": True, "codes": codes, **more}


# The first pattern that a name begins with decides. Names are compared in capitals, without the tag of a subset.
_FAMILIES: tuple[tuple[str, dict[str, object]], ...] = (
    (r"CMEX|LMMATHEXT|MTEX|EUEX|YHCMEX|PXEX", _math("", encodings.OMX, tall=True)),
    (r"TXEXA|TXBEXA", _math("", encodings.TXEXA)),
    (r"TXEX|NTXEX|NEWTXEX|NPXEX", _math("", encodings.TXEX, tall=True)),
    (r"CMBSY|LMMATHSYMBOLS.*BOLD", _math("mathcal", encodings.OMS)),
    (r"CMSY|LMMATHSYMBOLS|MTSY|PXSY(?![ABC])", _math("mathcal", encodings.OMS)),
    (r"TXSYC|TXBSYC|NTXSYC", _math("", encodings.TXSYC)),
    (r"TXSYA|PXSYA|MSAM", _math("mathbb", encodings.MSA)),
    (r"TXSYB|PXSYB|MSBM|TXBSYB", _math("mathbb", encodings.MSB)),
    (r"TXSY|TXBSY|NTXSY|NEWTXSY", _math("mathcal", encodings.TXSY)),
    (r"CMMIB|LMMATHITALIC.*BOLD|NEWTXBMI|NTXBMI|PXBMI|NXLBMI", _math("boldsymbol", encodings.OML, greek_swapped=True)),
    (r"CMMI|LMMATHITALIC|NEWTXMI|NTXMI|PXMI|NXLMI|MTMI|RTXMI", _math("", encodings.OML, greek_swapped=True)),
    (r"TXBMIA", _math("boldsymbol", {})),
    (r"TXMIA", _math("", {})),
    (r"PAZOMATHBLACKBOARD", _math("mathbb", {})),
    (r"PAZOMATH.*BOLD", _math("boldsymbol", {})),
    (r"PAZOMATH", _math("", {})),
    (r"STIX\w*CALLIG", _math("mathcal", {})),
    (r"DSROM|BBOLD|BBM|DSSS", _math("mathbb", {})),
    (r"EUFM|EUFB|TXFRAK|YFRAK", _math("mathfrak", {})),
    (r"EUSM|EUSB", _math("mathcal", {})),
    (r"RSFS|TXMATHSCR|MATHRSFS", _math("mathscr", {})),
    (r"STIXGENERAL|STIXSIZE|STIXVARIANTS|STIXINTEGRALS|STIXNONUNI|ASANA|[\w-]*MATH(?:TEXGYRE|X)?(?:-?(?:REGULAR|BOOK|LIGHT"
     r"|MEDIUM|SEMIBOLD|BOLD|ROMAN))?$", _math("", {}, tall=True, wide=True)),
    (r"(?:OPEN|STAR)SYMBOL", _math("", {}, office=True)),
    (r"(?:SYMBOL(?:MT)?$|EUCLIDSYMBOL|MTEXTRA)", _math("", {})),
    (r"XYATIP|XYBTIP|XYDASH|XYBSQL|XYCIRC|XYLUAT|LINE10|LINEW10|LCIRCLE|FEYM", _math("", {})),
)  # fmt: skip
NAMELESS = Face("", "", True, tall=True, wide=True)
_BOLD_ITALIC = r".*BOLD-?(?:ITAL|OBLI|SLANT)|CMBXTI|SFBI|ECBI|.*-BI\b"
_BOLD = r"CMBX|CMB10|SFBX|ECBX|.*BOLD|.*-BLACK|.*HEAVY|.*-BD|.*-SEMIB|NIMBUS\w*-MEDI"
_ITALIC = r"CMTI|CMSL|SFTI|SFSL|ECTI|ECSL|CMMIX|.*ITAL|.*OBLIQUE|.*SLANT|.*-IT\b|NIMBUS\w*-REGUITAL"
_SANS = r"CMSS|SFSS|SFSX|ECSS|LMSANS|.*SANS|.*HELVETICA|.*ARIAL|.*HEROS"
_MONO = r"CMTT|SFTT|ECTT|LMMONO|LMTT|T1XTT|.*MONO|.*COURIER|.*TYPEWRITER|.*-TT\b|.*CURSOR"
_COMPUTER_MODERN = re.compile(r"CM(?:R|BX)\d+$")


@cache
def face(name: str) -> Face:
    """The face of a font by its name in the file.

    >>> face("ABCDEF+CMMI10").mathematical, face("LMRoman10-Bold").style, face("URWPalladioL-Ital").style
    (True, 'mathbf', 'mathit')
    """
    bare = name.rsplit("+", 1)[-1]
    key = re.sub(r"[ _,]", "", bare).upper()
    for pattern, features in _FAMILIES:
        if re.match(pattern, key):
            return Face(bare, **features)  # type: ignore[arg-type]
    codes = encodings.OT1 if re.match(r"CM[RBTS]|SF", key) else {}
    return Face(bare, _text_style(key), False, codes)


def _text_style(key: str) -> str:
    if re.match(_BOLD_ITALIC, key):
        return "boldsymbol"
    if re.match(_MONO, key):
        return "mathtt"
    if re.match(_SANS, key):
        return "mathsf"
    if re.match(_BOLD, key):
        return "mathbf"
    return "mathit" if re.match(_ITALIC, key) else "mathrm"


def is_computer_modern_roman(name: str) -> bool:
    """Whether this is CMR or CMBX: in a book set in another family it holds signs of mathematics only.

    >>> is_computer_modern_roman("CMR10")
    True
    """
    return _COMPUTER_MODERN.match(name.upper()) is not None


_OWN_ITALIC = re.compile(r"CMTI|CMSL|SFTI|SFSL|ECTI|ECSL|LMROMAN|CMMI|LMMATHITALIC")


def italic_is_mathematics(texts: Iterable[tuple[Face, str]]) -> bool:
    """Whether a page sets its variables in the italic of its text, as mathpazo and mathptmx do.

    So it is when there are signs of mathematics, but no Latin letter in a font of mathematics.
    """
    signs = 0
    borrowed = False
    for face_, text in texts:
        if face_.mathematical:
            if not face_.style and not face_.tall and re.search("[A-Za-z]", text) and not face_.name.upper().startswith("PAZO"):
                return False
            if face_.wide or re.match("TX|NEWTX|NTX|PX|NEWPX", face_.name.upper()):
                return False
            signs += len(text.strip("•· "))
        elif face_.style == "mathit":
            borrowed = borrowed or not _OWN_ITALIC.match(face_.name.upper())
    return borrowed and signs > 0
