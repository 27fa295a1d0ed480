"""`python -m midback`, the same as the command `midback`."""

from midback.cli import main

main()
