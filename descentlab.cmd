@echo off
rem descentlab, built first when something under lib\ has changed since it was last built here. Elsewhere: descentlab.sh
setlocal
set "here=%~dp0"
set "program=%here%lib\DescentLab.Cli\bin\Release\net10.0\DescentLab.Cli.dll"
set "stamp=%here%lib\DescentLab.Cli\obj\descentlab.stamp"
powershell -NoProfile -Command "$stamp = Get-Item -ErrorAction Ignore $env:stamp; $files = Get-ChildItem -Recurse -File ($env:here + 'lib'), ($env:here + '*.props'), ($env:here + 'global.json'); $new = $files | Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' -and $_.LastWriteTimeUtc -gt $stamp.LastWriteTimeUtc } | Select-Object -First 1; exit [int](!$stamp -or !(Test-Path $env:program) -or $new)"
if not errorlevel 1 goto run
echo Building ... 1>&2
dotnet build -c Release "%here%lib\DescentLab.Cli" -v quiet -nologo "-clp:NoSummary;ErrorsOnly" 1>&2 || exit /b 1
type nul > "%stamp%"
:run
dotnet "%program%" %*
