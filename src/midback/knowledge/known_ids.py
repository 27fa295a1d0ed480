"""The few ids of content that code names. `midback check` demands that content has them.

Everything else that code knows of content is declared in content: see docs/reference/content.md.
"""

DEFAULT_PROFILE = "international"
FEMALE = "female"
AGE = "age"
DURATION_DAYS = "duration_days"
PAIN_NOW = "pain_now"
PAIN_WORST = "pain_worst"

KNOWN_IDS = {
    "profiles": {DEFAULT_PROFILE: "the place of whoever chose none"},
    "findings": {FEMALE: "present stands for female at birth, absent for male"},
    "quantities": {
        AGE: "how common a cause is depends on the age in years",
        DURATION_DAYS: "case files and the clinician's page tell how long the pain has lasted",
        PAIN_NOW: "case files and the clinician's page tell how bad it is",
        PAIN_WORST: "case files and the clinician's page tell how bad it was",
    },
}
"""By shelf, each with the reason why code names it."""
