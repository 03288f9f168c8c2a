"""Signatures with an SSH key (`ssh-keygen -Y`, OpenSSH 8.1): the only module that starts ssh-keygen.

What is signed is the bag's tag manifest, which covers everything else. `GREENPAPER_SIGNING_KEY` names the private key;
`signers` in the document's folder lists who may sign (the format of allowed_signers, ssh-keygen(1)).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from greenpaper import child
from greenpaper.errors import SettingsError, ToolError
from greenpaper.release import bag

SIGNERS = "signers"
_NAMESPACE = "greenpaper-release"
_SECONDS = 60
_LIMITS = child.Limits(seconds=_SECONDS)
# How it asks for a passphrase, and where an agent has the key
_ASKING = frozenset({"SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY", "WAYLAND_DISPLAY", "TERM"})


def check_key() -> str | None:
    """The configured key's path, None where none is. SettingsError when there is no such file."""
    key = os.environ.get("GREENPAPER_SIGNING_KEY")
    if key and not Path(key).is_file():
        raise SettingsError("error: GREENPAPER_SIGNING_KEY names no file; correct it or unset it [settings-key]")
    return key or None


def sign(folder: Path) -> None:
    """Sign the bag, where a key is configured. SettingsError without such a file, ToolError when that fails."""
    key = check_key()
    if key is None:
        return
    done = _run(["-Y", "sign", "-f", key, "-n", _NAMESPACE, str(folder / bag.TAGS)], b"")
    if done.code:
        raise ToolError(f"error: ssh-keygen cannot sign: {_said(done)} [release-sign]")


def fault(folder: Path, signers: Path, expected: bool) -> str | None:
    """What is wrong with a bag's signature, None where it is good or none is `expected`."""
    signature = folder / bag.SIGNATURE
    if not signature.is_file():
        return f"{bag.SIGNATURE} is missing" if expected else None
    if not signers.is_file():
        return f"its signature cannot be checked: there is no file `{signers}`"
    whole = ["-s", str(signature), "-n", _NAMESPACE]
    found = _run(["-Y", "find-principals", "-f", str(signers), "-s", str(signature)], b"")
    name = found.output.decode("utf-8", "replace").strip().splitlines()[:1]
    if found.code or not name:
        return f"it is signed by nobody whom `{signers}` names"
    checked = _run(["-Y", "verify", "-f", str(signers), "-I", name[0], *whole], (folder / bag.TAGS).read_bytes())
    return None if checked.code == 0 else f"its signature does not fit: {_said(checked)}"


def _run(arguments: list[str], text: bytes) -> child.Done:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise ToolError("error: ssh-keygen is not installed; install OpenSSH's client [release-sign]")
    environment = child.environment(_ASKING)
    try:
        return child.run([program, *arguments], text, limits=_LIMITS, environment=environment, asks=True)
    except child.TimeUpError:
        raise ToolError(f"error: ssh-keygen did not end within {_SECONDS} s [release-sign]") from None


def _said(done: child.Done) -> str:
    return " ".join((done.errors or done.output).decode("utf-8", "replace").split()) or done.said
