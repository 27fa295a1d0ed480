"""The few ids of content that code names. `midback check` demands that content has them.

Everything else that code knows of content is declared in content: see docs/reference/content.md.
"""

FOR_WHOM = "for_whom"
MYSELF = "me"
WHERE_WORST = "where_worst"
WHERE_MOST = "where_most"
WHERE_SPREAD = "where_spread"
OWN_WORDS = "own_words"
