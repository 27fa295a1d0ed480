"""Every test client speaks to http://midback.test, the address that the application is told to be at.

No drawn example has a deadline: a test that fails because the machine was busy says nothing of the code.
"""

import os

from hypothesis import HealthCheck, settings

os.environ["MIDBACK_ADDRESS"] = "http://midback.test"
settings.register_profile("midback", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("midback")
