@echo off
rem Installs zonegraph on Windows without a network, from the wheels beside this file.
rem Usage: install.cmd [FOLDER]   FOLDER: where the virtual environment goes, default zonegraph
setlocal
set "here=%~dp0"
set "target=%~1"
if "%target%"=="" set "target=zonegraph"
set "python="
for /f %%v in (%here%pythons.txt) do (
  if not defined python py -%%v -c "" >nul 2>&1 && set "python=py -%%v"
)
if not defined python (
  python -c "import sys; known = open(r'%here%pythons.txt').read().split(); sys.exit('%%d.%%d' %% sys.version_info[:2] not in known)" >nul 2>&1 && set "python=python"
)
if not defined python (
  echo One of these Python versions is needed, 64 bit, from python.org:
  type "%here%pythons.txt"
  exit /b 1
)
%python% -m venv "%target%" || exit /b 1
"%target%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%here%wheels" zonegraph || exit /b 1
echo Installed: %target%\Scripts\zonegraph.exe
echo Try: %target%\Scripts\zonegraph.exe build "%here%samples" --out build
endlocal
