#!/bin/sh
# Installs zonegraph on Linux without a network, from the wheels beside this file.
# 离线安装:sh install.sh [目标文件夹]
# Usage: sh install.sh [FOLDER]   FOLDER: where the virtual environment goes, default ./zonegraph
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
target=${1:-zonegraph}

fits() {
  command -v "$1" >/dev/null 2>&1 && "$1" - "$here/pythons.txt" <<'PROBE'
import sys
known = open(sys.argv[1], encoding="utf-8").read().split()
sys.exit("%d.%d" % sys.version_info[:2] not in known)
PROBE
}

python=
for name in ${PYTHON:-} python3.12 python3.11 python3.13 python3 python; do
  if fits "$name"; then python=$name; break; fi
done
if [ -z "$python" ]; then
  echo "需要以下版本之一的 Python / one of these Python versions is needed: $(tr '\n' ' ' <"$here/pythons.txt")" >&2
  exit 1
fi

"$python" -m venv "$target" || {
  echo "无法建立虚拟环境 / no virtual environment could be made (Debian, Ubuntu: package python3-venv)" >&2
  exit 1
}
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
  --find-links "$here/wheels" zonegraph
echo "安装完成 / installed: $target/bin/zonegraph"
echo "试一试 / try: $target/bin/zonegraph build $here/samples --out build"
