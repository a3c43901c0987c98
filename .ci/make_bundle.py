"""Makes the offline bundle: a zip of zonegraph's wheel, all wheels it needs, samples and two installers.

`python .ci/make_bundle.py WHEEL --output ZIP [--python 3.11 3.12] [--platform windows linux]`
Wheels come from the package index, in the versions of constraints.txt; the wheel house is kept for next time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).parents[1]
INSTALLERS = Path(__file__).parent / "bundle"
# Oldest first: pip takes a wheel whose platform is any of these.
MANYLINUX = ("1", "2010", "_2_5", "_2_12", "_2_17", "2014", "_2_24", "_2_26", "_2_27", "_2_28")
PLATFORMS = {
    "windows": ["win_amd64"],
    "linux": [f"manylinux{version}_x86_64" for version in MANYLINUX],
}
# pip reads environment markers of the machine it runs on: what only Windows needs is named here.
ONLY_ON_WINDOWS = ["colorama"]
# One moment for all files: the same wheels give the same bundle.
MOMENT = (2020, 1, 1, 0, 0, 0)


def download(wheel: Path, python: str, platform: str, wheel_house: Path) -> None:
    """Put everything that this wheel needs on a platform into the wheel house."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--only-binary=:all:", "--implementation=cp", f"--python-version={python}"]
    command += [f"--platform={tag}" for tag in PLATFORMS[platform]]
    command += [f"--find-links={wheel_house}", f"--dest={wheel_house}"]
    command += [f"--constraint={PROJECT / 'constraints.txt'}", str(wheel)]
    subprocess.run(command + (ONLY_ON_WINDOWS if platform == "windows" else []), check=True)


def add(bundle: zipfile.ZipFile, name: str, data: bytes, *, executable: bool = False) -> None:
    """Write one file with fixed time and permissions; wheels are zip files already."""
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.external_attr = (0o755 if executable else 0o644) << 16
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
    bundle.writestr(entry, data)


def write_bundle(output: Path, wheel_house: Path, pythons: Sequence[str]) -> None:
    """Write the zip: installers, list of Python versions, wheels, samples, README."""
    output.parent.mkdir(parents=True, exist_ok=True)
    root = output.stem
    with zipfile.ZipFile(output, "w") as bundle:
        for path in sorted(INSTALLERS.iterdir()):
            add(bundle, f"{root}/{path.name}", path.read_bytes(), executable=path.suffix == ".sh")
        add(bundle, f"{root}/pythons.txt", "".join(f"{p}\n" for p in pythons).encode("utf-8"))
        for name in ("README.md", "README.zh.md", "LICENSE"):
            add(bundle, f"{root}/{name}", (PROJECT / name).read_bytes())
        for path in sorted((PROJECT / "samples").glob("*.*")):
            add(bundle, f"{root}/samples/{path.name}", path.read_bytes())
        for path in sorted(wheel_house.glob("*.whl")):
            add(bundle, f"{root}/wheels/{path.name}", path.read_bytes())


def main() -> None:
    """Make the bundle that the arguments describe."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheel", type=Path, help="zonegraph's own wheel")
    parser.add_argument("--output", type=Path, required=True, help="the zip to write")
    parser.add_argument("--python", nargs="+", default=["3.12", "3.11"], help="Python versions, best first")
    parser.add_argument("--platform", nargs="+", default=sorted(PLATFORMS), choices=sorted(PLATFORMS))
    parser.add_argument("--wheel-house", type=Path, default=PROJECT / "build" / "wheels")
    options = parser.parse_args()
    options.wheel_house.mkdir(parents=True, exist_ok=True)
    for stale in options.wheel_house.glob("zonegraph-*.whl"):
        stale.unlink()
    for platform in options.platform:
        for python in options.python:
            download(options.wheel, python, platform, options.wheel_house)
    write_bundle(options.output, options.wheel_house, options.python)
    sys.stdout.write(f"{options.output} ({options.output.stat().st_size / 1e6:.0f} MB)\n")


if __name__ == "__main__":
    main()
