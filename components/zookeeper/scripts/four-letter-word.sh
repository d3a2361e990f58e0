#!/usr/bin/env bash
# Asks the server in this pod by one of ZooKeeper's four letter words. It fails when there is no answer. A probe that
# started a JVM would cost more than what it looks at.
set -eu

exec 3<>/dev/tcp/127.0.0.1/2181
printf %s "$1" >&3
answer=$(timeout 4 cat <&3)
[ -n "$answer" ]
printf '%s\n' "$answer"
