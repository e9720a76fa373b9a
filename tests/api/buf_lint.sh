#!/bin/sh
# The public API keeps to buf's rules (buf.yaml): lint and format. buf comes with `npm ci` in tests/tools (script/bootstrap does it).
# Without buf: skipped (77) on a developer's machine, failed where CI=true.
cd "$(dirname "$0")/../.." || exit 1
buf=tests/tools/node_modules/.bin/buf
if [ ! -x "$buf" ]; then
  echo "buf is not installed: run \`npm ci\` in tests/tools" >&2
  [ "$CI" = true ] && exit 1
  exit 77
fi
"$buf" lint || exit 1
"$buf" format --diff --exit-code || { echo "run: $buf format -w" >&2; exit 1; }
