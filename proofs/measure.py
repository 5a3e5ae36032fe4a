"""How much each proof does, and how long what it watches may take. The figures that we quote are
those of ``TIMES=20 EXAMPLES=200 RECIPIENTS=10000`` on a machine that does nothing else."""

import os

TIMES = int(os.environ.get("TIMES", "4"))
"""The process that sends is killed, or stands still."""

EXAMPLES = int(os.environ.get("EXAMPLES", "25"))
"""Of each operation of the API, for each sign-in; and of walks, twice as many."""

RECIPIENTS = int(os.environ.get("RECIPIENTS", "600"))
"""Of what goes out in bulk."""

SLACK = float(os.environ.get("SLACK", "1"))
"""How many times longer than promised anything may take, beside other work."""
