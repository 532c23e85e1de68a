"""What the codes of TeX's symbol fonts mean, as Unicode.

pdfium hands over a glyph without a ToUnicode entry as its bare code. The tables follow the encodings OML, OMS and OMX of The
TeXbook (appendix F), the charts of the AMS fonts and those of the newtx package; sizes of one sign share one character.
"""

from __future__ import annotations

# Greek letters as Computer Modern orders them, from code 0 on; the variants come after omega.
_GREEK_CAPITALS = "ΓΔΘΛΞΠΣΥΦΨΩ"
_GREEK = "αβγδϵζηθικλμνξπρστυϕχψωεϑϖϱςφ"

OT1 = {
    **dict(enumerate(_GREEK_CAPITALS)),
    **dict(zip(range(0x0B, 0x10), ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
    **dict(zip(range(0x10, 0x1B), "ıȷ\u0300\u0301\u030c\u0306\u0304\u030a\u0327ßæ", strict=True)),
    0x5E: "\u0302", 0x5F: "\u0307", 0x7E: "\u0303", 0x7F: "\u0308",
}  # fmt: skip

OML = {
    **dict(enumerate(_GREEK_CAPITALS + _GREEK)),
    **dict(zip(range(0x28, 0x30), "↼↽⇀⇁↩↪▹◃", strict=True)),
    **dict(zip(range(0x30, 0x3A), "0123456789", strict=True)),
    **dict(zip(range(0x3A, 0x41), ".,</>⋆∂", strict=True)),
    **dict(zip(range(0x5B, 0x61), "♭♮♯⌣⌢ℓ", strict=True)),
    **dict(zip(range(0x7B, 0x80), "ıȷ℘\u20d7\u0311", strict=True)),
}

OMS = {
    **dict(enumerate("−⋅×∗÷⋄±∓⊕⊖⊗⊘⊙◯∘∙≍≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻←→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋△▽\u0338\u21a6∀∃¬∅ℜℑ⊤⊥ℵ")),
    **dict(zip(range(0x5B, 0x80), "∪∩⊎∧∨⊢⊣⌊⌋⌈⌉{}⟨⟩|∥↕⇕∖≀√⨿∇∫⊔⊓⊑⊒§†‡¶♣♢♡♠", strict=True)),
}

_BRACKETS = "()[]⌊⌋⌈⌉{}⟨⟩"
OMX = {
    **dict(enumerate(_BRACKETS + "∣∥/∖()")),
    **dict(enumerate(_BRACKETS + "/∖", start=18)),
    **dict(enumerate(_BRACKETS + "/∖/∖", start=32)),
    **dict(enumerate("⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪⏐⎝⎠⎜⎟⟨⟩⨆⨆∮∮⨀⨀⨁⨁⨂⨂∑∏∫⋃⋂⨄⋀⋁∑∏∫⋃⋂⨄⋀⋁∐∐", start=48)),
    **dict(zip(range(0x62, 0x68), "\u0302\u0302\u0302\u0303\u0303\u0303", strict=True)),
    **dict(zip(range(0x68, 0x70), "[]⌊⌋⌈⌉{}", strict=True)),
    **dict(zip(range(0x70, 0x80), "√√√√√√√∥↑↓⏞⏞⏟⏟⇑⇓", strict=True)),
}  # fmt: skip

MSA = {
    **dict(enumerate("⊡⊞⊠□■⋅◇◆↻↺⇌⇋⊟⊩⊪⊨↠↞⇇⇉⇈⇊↾⇂↿⇃↣↢⇆⇄↰↱⇝")),
    0x26: "≳", 0x29: "∵", 0x2A: "≑", 0x2C: "≜", 0x2E: "≲", 0x34: "≼", 0x36: "⩽", 0x3C: "≽", 0x3E: "⩾", 0x39: "⇢", 0x46: "★",
    0x58: "✓", 0x70: "⌜", 0x71: "⌝", 0x7B: "∁", 0x7E: "⊛",
}  # fmt: skip

MSB = {
    0x02: "≰", 0x03: "≱", 0x28: "⊊", 0x29: "⊋", 0x2A: "⊈", 0x2B: "⊉", 0x2D: "∤", 0x2C: "∦", 0x39: "↛", 0x38: "↚", 0x3F: "∅",
    0x40: "∄", 0x5B: "\u0302", 0x5C: "\u0302", 0x5D: "\u0303", 0x5E: "\u0303", 0x66: "℧", 0x67: "ð", 0x68: "≂", 0x69: "ℶ",
    0x6A: "ℷ", 0x6B: "ℸ", 0x6E: "⋉", 0x6F: "⋊", 0x75: "≊", 0x76: "≆", 0x7B: "ϰ", 0x7D: "ℏ", 0x7E: "ℏ", 0x7F: "϶",
}  # fmt: skip

TXEX = {
    **OMX,
    **dict(zip(range(0xA9, 0xAF), "⎛⎞⎝⎠⎜⎟", strict=True)),
    **dict(zip(range(0xC3, 0xE0), "⨆⨆∮∮⨀⨀⨁⨁⨂⨂∑∏∫⋃⋂⨄⋀⋁∑∏∫⋃⋂⨄⋀⋁∐∐∫", strict=True)),
    0xC7: "⨀", 0xC8: "⨀", 0xCD: "∑", 0xCE: "∏", 0xD0: "⋃", 0xD1: "⋂", 0xD2: "⨄", 0xD3: "⋀", 0xD4: "⋁", 0xD5: "∑", 0xD6: "∏",
    0xD8: "⋃", 0xD9: "⋂", 0xDA: "⨄", 0xDB: "⋀", 0xDC: "⋁", 0xDD: "∐", 0xDE: "∐",
}  # fmt: skip

# The straight part of a horizontal brace, and wide accents.
TXEXA = {0x20: "─", 0x00: "\u0302", 0x01: "\u0302", 0x02: "\u0302", 0x03: "\u0303", 0x04: "\u0303", 0x05: "\u0303"}
TXSY = {**OMS, 0x9A: "∄", 0xA4: "\u0307", 0xA5: "\u0308", 0xAE: "\u20d7"}
TXSYC = {0x11: "≐", 0x1B: "≅", 0x2E: "≢", 0x42: "≔", 0x5A: "⋈", 0x64: "⇢", 0x7B: "⇝"}

# What fonts with private characters mean by them.
PRIVATE = {
    **dict(zip(map(chr, range(0xF8EB, 0xF8FF)), "⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭", strict=True)),
    "\uf8e6": "⏐", "\uf6be": "ȷ",
    **{chr(0xE22D + n): chr(0x41 + n) for n in range(26)},
}  # fmt: skip
