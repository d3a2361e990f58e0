#!/bin/sh
# Becomes a ZooKeeper server: says which one it is, decides what an empty volume means, and starts the JVM as process
# 1, so that it gets Kubernetes' SIGTERM itself.
set -eu

id=$((${POD_NAME##*-} + 1))
root=$(dirname "$0")/..
config=$root/etc/zoo.cfg
data=$(sed -n 's|^dataDir=||p' "$config")

# Votes of a server that the others do not count would say nothing.
if ! grep -q "^server\.$id=" "$config"; then
  echo "$POD_NAME is not among the servers of the ensemble, whose number is fixed: scale the StatefulSet back." >&2
  exit 1
fi

has_data() {
  [ -n "$(find "$data/version-2" -name 'snapshot.*' -o -name 'log.*' 2>/dev/null | head -n 1)" ]
}

mkdir -p "$data"
if [ -s "$data/myid" ]; then
  found=$(cat "$data/myid")
  if [ "$found" != "$id" ]; then
    echo "The volume of $POD_NAME belongs to server $found, and this is server $id. Nothing was changed." \
      "Attach the right volume." >&2
    exit 1
  fi
elif has_data; then
  echo "The volume of $POD_NAME holds data, and no $data/myid to say whose it is. Nothing was changed." \
    "Attach the right volume, or write $id to that file if this is the right one." >&2
  exit 1
else
  echo "$id" >"$data/myid.new"
  sync
  mv "$data/myid.new" "$data/myid"
fi

# ZooKeeper takes this file as the leave to begin with nothing, and removes it.
if has_data; then
  :
elif [ -e "$root/established/established" ]; then
  rm -f "$data/initialize"
  echo "The volume of $POD_NAME is empty though its ensemble is not new: this server waits until a majority of the" \
    "others has a leader, and takes its data from there." >&2
else
  # A server that waited for the others has noted the epoch before all epochs, with which it could not begin.
  if grep -qsx -e -1 "$data/version-2/currentEpoch"; then
    rm -f "$data"/version-2/*Epoch
  fi
  touch "$data/initialize"
fi

# shellcheck disable=SC2086
exec java $JVM_OPTIONS "-Dlog4j.configuration=file:$root/etc/log4j.properties" -cp '/opt/kafka/libs/*' \
  org.apache.zookeeper.server.quorum.QuorumPeerMain "$config"
