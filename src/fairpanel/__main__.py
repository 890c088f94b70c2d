"""`python -m fairpanel` is the command line."""

from fairpanel.cli import main

main()
