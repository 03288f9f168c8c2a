import sys
from pathlib import Path

from tests.structure import problems

found = problems(*(Path(name) for name in sys.argv[1:]))
print("\n".join([*found, f"{len(found)} problems"]))
sys.exit(bool(found))
