"""Which unknown findings could still decide a rule: those in parts of it that are open themselves.

Of a rule that needs one of several things, none matters any more once one is there; of a rule that needs all of them,
none once one is known to be lacking.
"""

from midback.logic.compiled import Compiled, Signs


def deciding(rule: Compiled, signs: Signs) -> Signs:
    """The signs, both ways, that the open parts of a rule name; nothing for a rule that is decided."""
    if rule.sign(signs):
        return 0
    named = rule.yes | rule.no
    for part in rule.rules:
        named |= deciding(part, signs)
    return named
