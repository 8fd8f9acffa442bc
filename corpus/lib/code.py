"""The project code: 6 division + 2 year + 1 category + 11 serial + 1 check character."""

ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'      # no I, O, S, V, Z


def check_character(first20):
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first20))
    return ALPHABET[(30 - total) % 31]


def is_right(code):
    return (len(code) == 21 and all(c in ALPHABET for c in code)
            and check_character(code[:20]) == code[20])
