"""What Sidestage needs of the system around it, found by trying: shared libraries by loading them, programs by name.

Standard library only and no imports of ours: set-up runs this file with the system's Python before there is a .venv.

    python3 desktop/system_libraries.py run     what the window needs, and Python's venv
    python3 desktop/system_libraries.py test    what the tests need besides
    python3 desktop/system_libraries.py package what making the bundle needs besides

What is missing is installed where that is possible (Debian or Ubuntu, as root; the command is printed first). Elsewhere
this says exactly what to install and goes on, unless nothing can go on without it: then the exit code is 1.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence

# What Qt's WebEngine loads, and the Debian package that holds it.
WINDOW_LIBRARIES: dict[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libgbm.so.1": "libgbm1",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbfile.so.1": "libxkbfile1",
}

# The programs that make a bundle, and the Debian package that holds each.
PACKAGE_PROGRAMS: dict[str, str] = {
    "objcopy": "binutils",
    "xz": "xz-utils",
}

# The programs that the tests start (one of several will do), and the Debian package that holds each (the first).
TEST_PROGRAMS: dict[str, str] = {
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "chromium": "chromium",
    "chromium-headless-shell or chromium": "chromium-headless-shell",
    "faketime": "faketime",
    "ip": "iproute2",
    "csound": "csound",
    "node": "nodejs",
    "npm": "npm",
    "oscsend": "liblo-tools",
    "pd": "puredata-core",
    "strace": "strace",
    "unshare": "util-linux",
    "xdotool": "xdotool",
    **PACKAGE_PROGRAMS,
}


# What holds it where there is no package for it alone.
OLDER = {"chromium-headless-shell": "chromium"}


def loads(soname: str) -> bool:
    """Whether the system's loader finds this shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_libraries(found: Callable[[str], bool] = loads) -> list[str]:
    """The Debian packages (by their oldest name) of the window's libraries that cannot be loaded."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for soname, package in WINDOW_LIBRARIES.items() if not found(soname)]


def missing_programs(
    which: Callable[[str], str | None] = shutil.which, programs: dict[str, str] = TEST_PROGRAMS
) -> list[str]:
    """The Debian packages of the programs that are not on the path."""
    if not sys.platform.startswith("linux"):
        return []

    def has(program: str) -> bool:
        # iproute2 lives in /usr/sbin, which is not on everybody's path.
        return which(program) is not None or os.path.exists(f"/usr/sbin/{program}")

    return [package for several, package in programs.items() if not any(map(has, several.split(" or ")))]


def missing_python(has: Callable[[str], object] = importlib.util.find_spec) -> list[str]:
    """The Debian package that lets this Python make a virtual environment, where that is taken out of Python."""
    if has("venv") is not None and has("ensurepip") is not None:
        return []
    return [f"python3.{sys.version_info.minor}-venv"]


def current_names(packages: Iterable[str], exists: Callable[[str], bool]) -> list[str]:
    """The names that this release has for the packages: some end in "t64" since Debian 13 and Ubuntu 24.04."""
    names = {name if name not in OLDER or exists(name) else OLDER[name] for name in packages}
    return sorted({name + "t64" if exists(name + "t64") else name for name in names})


def apt_has(name: str) -> bool:
    """Whether apt knows a real package of this name."""
    # A bundle's own libraries are not for the system's programs.
    environment = {key: value for key, value in os.environ.items() if key != "LD_LIBRARY_PATH"}
    command = ["apt-cache", "show", "--no-all-versions", name]
    shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return shown.returncode == 0 and "\nVersion:" in shown.stdout


def install_command(packages: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def advice() -> str:
    """What the user can do to get the window's libraries; empty if none is missing."""
    packages = missing_libraries()
    if not packages:
        return ""
    if shutil.which("apt-get") is None:
        missing = [soname for soname, package in WINDOW_LIBRARIES.items() if package in packages]
        return "This system lacks libraries that the window needs: " + ", ".join(missing)
    install = " ".join(install_command(current_names(packages, apt_has)))
    return f"This installs what is missing:\n    sudo {install}"


def provide(packages: Sequence[str], purpose: str) -> None:
    """Installs the packages if that is possible; otherwise says what to install. Never asks, never calls sudo."""
    if shutil.which("apt-get") is None:
        print(f"{purpose}: something is missing here. On Debian or Ubuntu the packages are called:", flush=True)
        print("    " + " ".join(packages), flush=True)
        return
    if os.geteuid() == 0:
        say_and_run(["apt-get", "update", "--quiet"])
        say_and_run(install_command(current_names(packages, apt_has)))
        return
    print(f"{purpose}: some packages of the system are missing. Install them with:", flush=True)
    print("    sudo " + " ".join(install_command(current_names(packages, apt_has))), flush=True)


def say_and_run(command: Sequence[str]) -> None:
    print("$ " + " ".join(command), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)


def for_the_window() -> list[str]:
    return missing_libraries() + missing_python()


def for_the_bundle() -> list[str]:
    return missing_programs(programs=PACKAGE_PROGRAMS)


# What is wanted for what: who wants it, what may be missing, and what nothing goes on without.
PURPOSES: dict[str, tuple[str, Callable[[], list[str]], Callable[[], list[str]]]] = {
    "run": ("The window", for_the_window, missing_python),
    "test": ("The tests", missing_programs, missing_programs),
    "package": ("The bundle", for_the_bundle, for_the_bundle),
}


def main(wanted: str) -> int:
    if wanted not in PURPOSES:
        print(__doc__, file=sys.stderr)
        return 2
    purpose, missing, needed = PURPOSES[wanted]
    packages = missing()
    if not packages:
        return 0
    provide(packages, purpose)
    still = missing()
    if still:
        print(f"{purpose}: still missing: {' '.join(still)}", flush=True)
    if needed():
        print("Without these it cannot go on.", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
