#!/bin/sh
# ZooKeeper's shell on the server in this pod, or with `-server HOST:PORT` on another one: known as the servers are.
set -eu

etc=$(dirname "$0")/../etc
server="-server localhost:2182"
if [ "${1:-}" = -server ]; then
  server="-server $2"
  shift 2
fi

# A small heap, whatever the server's is: the tool shares the pod's memory with it.
# shellcheck disable=SC2086
exec java -Xmx128m -XX:+UseSerialGC -Dzookeeper.log.level=WARN "-Dlog4j.configuration=file:$etc/log4j.properties" \
  -cp '/opt/kafka/libs/*' org.apache.zookeeper.ZooKeeperMain -client-configuration "$etc/client.properties" $server "$@"
