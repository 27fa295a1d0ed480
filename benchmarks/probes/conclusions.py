"""What whichever Midback can be imported concludes of people given as JSON lines; a line for each, for comparison.

`conclusions.py --against` runs it with the code of a commit and with the code at hand.
"""

import json
import sys
from typing import Any

from midback.engine import assess, case_from
from midback.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()


def concluded(person: dict[str, Any]) -> dict[str, Any]:
    """Everything that is concluded of one person, as ids and numbers rounded to 9 places."""
    known = {side: [id for id in person[side] if id in KNOWLEDGE.findings] for side in ("present", "absent")}
    numbers = {id: number for id, number in person["quantities"].items() if id in KNOWLEDGE.quantities}
    case = case_from(KNOWLEDGE, **known, quantities=numbers)
    found = assess(KNOWLEDGE, case, examined=person["examined"])
    return {
        "urgency": found.disposition.urgency.id,
        "demanded": found.disposition.demanded.id,
        "settled": found.disposition.settled,
        "raised": [[one.red_flag.id, [finding.id for finding in one.findings]] for one in found.raised],
        "open": [one.red_flag.id for one in found.still_open],
        "families": [[one.family.id, round(one.probability, 9)] for one in found.families],
        "causes": [one.condition.id for one in found.causes.conditions],
        "tests": [[one.test.id, one.timing.value, one.rating.value] for one in found.tests],
        "care": [[one.care.id, one.status.value] for one in found.plan.home_care],
        "exercises": [one.id for one in found.plan.exercises],
        "not_asked": [one.id for one in found.not_asked],
        "contradictions": [one.id for one in found.contradictions],
    }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(concluded(json.loads(line))))
