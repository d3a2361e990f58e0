#!/bin/sh
# Says what this server is: leader or follower. It fails while the server is neither: then it has no part in a quorum
# and serves nobody.
set -eu

if [ "${1:-}" != status ]; then
  echo "usage: zkServer.sh status" >&2
  exit 2
fi

if ! answer=$("$(dirname "$0")/four-letter-word.sh" srvr 2>/dev/null); then
  echo "The server does not answer." >&2
  exit 1
fi
if ! printf '%s\n' "$answer" | grep -Ex 'Mode: (leader|follower)'; then
  printf '%s\n' "$answer" >&2
  exit 1
fi
