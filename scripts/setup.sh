#!/bin/sh
# Make .venv for serving ("run") or for development ("dev"). Does nothing when all is there.
set -eu
cd "$(dirname "$0")/.."
kind="${1:-run}"
lock="requirements/$kind.lock"

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in "${PYTHON:-}" python3.13 python3.12 python3; do
        [ -n "$name" ] || continue
        for path in "$(command -v "$name" 2>/dev/null || true)" \
                    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/"$name"; do
            [ -x "$path" ] || continue
            if "$path" -c 'import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
                printf '%s' "$path"
                return 0
            fi
        done
    done
    return 1
}

want_packages() {
    # What PDF files and (for tests) a real browser need from the system.
    have_debian() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }
    command -v dpkg-query >/dev/null 2>&1 || {
        say "Not Debian or Ubuntu: PDF files need Pango and a Japanese font, browser tests need Chromium."
        return 0
    }
    list="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
    [ "$kind" = dev ] && list="$list chromium poppler-utils"
    missing=""
    for package in $list; do have_debian "$package" || missing="$missing $package"; done
    [ -n "$missing" ] || return 0
    root=""
    if [ "$(id -u)" -ne 0 ]; then
        if sudo -n true 2>/dev/null; then root="sudo"; else
            say "Missing system packages. Please run: sudo apt-get install$missing"
            [ "$kind" = dev ] && exit 1
            return 0
        fi
    fi
    say "Installing system packages:$missing"
    # shellcheck disable=SC2086
    { DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq $missing >/dev/null 2>&1; } || {
        $root apt-get update -qq >/dev/null 2>&1 || true
        DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq $missing >/dev/null || {
            say "Could not install. Please run: apt-get install$missing"
            [ "$kind" = dev ] && exit 1
        }
    }
}

stamp=".venv/.made-from-$kind"
now="$(cat "$lock" requirements/bootstrap.lock pyproject.toml | cksum) $(pwd -P)"
want_packages
# A development set holds everything that serving needs.
for made in "$stamp" .venv/.made-from-dev; do
    if [ -f "$made" ] && [ "$kind" = run ] && [ -x .venv/bin/tasuki ] && [ "$made" != "$stamp" ]; then
        now_dev="$(cat requirements/dev.lock requirements/bootstrap.lock pyproject.toml | cksum) $(pwd -P)"
        [ "$(cat "$made")" = "$now_dev" ] && { .venv/bin/python -m tasuki.adapters.texts; exit 0; }
    elif [ -f "$made" ] && [ "$made" = "$stamp" ] && [ "$(cat "$made")" = "$now" ]; then
        .venv/bin/python -m tasuki.adapters.texts
        exit 0
    fi
done

python="$(find_python)" || {
    say "Tasuki needs Python 3.12 or 3.13 with venv (Debian: apt-get install python3.12 python3.12-venv,"
    say "or pyenv install 3.13). If it has another name: make PYTHON=/path/to/python ..."
    exit 1
}
say "Using $("$python" --version) at $python"
[ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null \
    || "$python" -m venv --clear .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
if ! .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"; then
    say "The quick installer failed; trying pip."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
fi
# An editable install whose only build tool comes from the lock.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python -m tasuki.adapters.texts
printf '%s' "$now" > "$stamp"
say "Ready: .venv holds the $kind set."
