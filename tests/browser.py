"""What Chromium makes of a page: its document after scripts, and what axe-core finds in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

_POLICY = re.compile("<meta http-equiv=.*?>")  # which would not let a test's script run
_AXE = "axe.run(document,{resultTypes:['violations']}).then(found => report(found.violations));"
_REPORT = """const report = (found) => { document.documentElement.innerHTML =
'<pre id=found>' + JSON.stringify(found).replace(/&/g, '&amp;').replace(/</g, '&lt;') + '</pre>'; };"""


def axe() -> Path:
    """Where axe-core is, if it is (`.ci/run` fetches it)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return cache / "greenpaper-ci/axe-core-4.10.3/node_modules/axe-core/axe.min.js"


def dumped(chromium: str, html: str, folder: Path) -> str:
    """The document of a page, as it is when its scripts have run."""
    page = folder / "page.html"
    page.write_text(html, "utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"]
    profile = f"--user-data-dir={folder / 'profile'}"
    done = subprocess.run([*command, profile, page.as_uri()], capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def asked(chromium: str, html: str, script: str, folder: Path) -> Any:
    """What a script that runs behind a page's own gives to `report`."""
    ran = f"<script>{_REPORT}</script><script>{script}</script></body>"
    text = dumped(chromium, _POLICY.sub("", html).replace("</body>", ran), folder)
    (found,) = re.findall(r'<pre id="found">(.*?)</pre>', text, re.DOTALL)
    return json.loads(unescape(found))


def violations(chromium: str, html: str, folder: Path, before: str = "") -> list[tuple[str, list[str]]]:
    """The rules of axe-core that a page breaks, each with the elements; `before` is a script that runs first."""
    found = asked(
        chromium, html, f"{before};</script><script>{axe().read_text('utf-8')}</script><script>{_AXE}", folder
    )
    return [(rule["id"], [place["html"] for place in rule["nodes"]]) for rule in found]
