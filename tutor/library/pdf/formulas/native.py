"""pdfium's functions with plain numbers in and out.

The binding hands over pointers as objects, which costs more than the calls themselves on a page of thousands of letters. These
are the same functions, called with the address of the text page as an integer.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

_SIGNATURES: dict[str, tuple[type, ...]] = {
    "FPDFText_GetTextObject": (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int),
    "FPDFText_GetUnicode": (ctypes.c_uint, ctypes.c_void_p, ctypes.c_int),
    "FPDFText_IsGenerated": (ctypes.c_int, ctypes.c_void_p, ctypes.c_int),
    "FPDFText_HasUnicodeMapError": (ctypes.c_int, ctypes.c_void_p, ctypes.c_int),
    "FPDFText_GetCharOrigin": (ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p),
    "FPDFText_GetCharBox": (ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4),
    "FPDFText_GetLooseCharBox": (ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p),
    "FPDFText_GetFontSize": (ctypes.c_double, ctypes.c_void_p, ctypes.c_int),
    "FPDFText_GetMatrix": (ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p),
    "FPDFTextObj_GetFont": (ctypes.c_void_p, ctypes.c_void_p),
    "FPDFPage_CountObjects": (ctypes.c_int, ctypes.c_void_p),
    "FPDFPage_GetObject": (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int),
    "FPDFPageObj_GetType": (ctypes.c_int, ctypes.c_void_p),
    "FPDFPageObj_GetBounds": (ctypes.c_int, *[ctypes.c_void_p] * 5),
    "FPDFFormObj_CountObjects": (ctypes.c_int, ctypes.c_void_p),
    "FPDFFormObj_GetObject": (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong),
    "FPDFPageObj_GetMatrix": (ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p),
    "FPDFText_GetFontInfo": (ctypes.c_ulong, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p),
}


@cache
def native(name: str) -> Any:
    """The pdfium function of that name; `FPDFText_GetTextObject` gives 0 or None for a character pdfium made up."""
    import pypdfium2.raw as raw

    return ctypes.CFUNCTYPE(*_SIGNATURES[name])(address_of(getattr(raw, name)))


def address_of(pointer: Any) -> int:
    """The address that a pointer of the binding holds."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
