"""Every test client speaks to http://midback.test, the address that the application is told to be at."""

import os

os.environ["MIDBACK_ADDRESS"] = "http://midback.test"
