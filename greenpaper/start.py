"""Starts doit in a document's folder, of whose files only dodo.py is code: `python -I -m greenpaper.start`.

This is what `./run doit` runs. Signals are heard before anything else is loaded.
"""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Run doit with the arguments of this process; gives its exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own would print a trace

    from greenpaper import interrupts

    interrupts.install()

    from greenpaper import graph

    return graph.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
