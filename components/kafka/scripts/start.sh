#!/bin/sh
# Becomes a Kafka node: fills in what depends on the pod, makes sure that the volume is this cluster's, and starts the
# JVM as process 1, so that it gets Kubernetes' SIGTERM itself and hands over its leaderships before it goes.
set -eu

# The readiness probe asks how long ago this was: for some time it asks more often, and trusts no memory of others.
date +%s >"${TMPDIR:-/tmp}/started"

ordinal=${POD_NAME##*-}
id=$((NODE_ID_BASE + ordinal))
etc=$(dirname "$0")/../etc
logging="-Dlog4j2.configurationFile=$etc/log4j2.properties -Dlog4j.configuration=file:$etc/log4j.properties"
properties=${TMPDIR:-/tmp}/server.properties

external_address=
if [ -n "${EXTERNAL_HOSTS:-}" ]; then
  # Brokers share the external hosts in turn.
  # shellcheck disable=SC2086
  set -- $EXTERNAL_HOSTS
  shift $((ordinal % $#))
  external_address=$1
  case $external_address in
  *:*) external_address="[$1]" ;; # an IPv6 address
  esac
  external_address=$external_address:$((EXTERNAL_PORT + ordinal * EXTERNAL_PORT_STEP))
fi

sed -e "s|@ID@|$id|" -e "s|@HOST@|$POD_NAME.$POD_DOMAIN|g" \
  -e "s|@EXTERNAL_ADDRESS@|$external_address|" "$etc/server.properties" >"$properties"

# An init container has asked for it where racks are wanted, and has failed where there is none.
if [ -n "${ZONE_FILE:-}" ]; then
  zone=$(cat "$ZONE_FILE")
  printf 'broker.rack=%s\n' "$zone" >>"$properties"
fi

# The voters of the controller quorum are fixed; a pod that `kubectl scale` adds is a broker and no controller.
if grep -q '^process\.roles=broker,controller$' "$properties" &&
  ! grep -Eq "^controller\.quorum\.voters=(.*,)?$id@" "$properties"; then
  sed -i -e 's|^process\.roles=.*|process.roles=broker|' \
    -e '/^\(advertised\.\)\{0,1\}listeners=/s|,CONTROLLER://[^,]*||' "$properties"
fi

log_dir=$(sed -n 's|^log\.dirs=||p' "$properties")
meta=$log_dir/meta.properties
if [ -e "$meta" ]; then
  found=$(sed -n 's|^cluster\.id=||p' "$meta")
  if [ "$found" != "$CLUSTER_ID" ]; then
    echo "The volume of $POD_NAME belongs to Kafka cluster $found, and this stack's id is $CLUSTER_ID." \
      "Nothing was changed. If the volume is the right one, take the wrong id out of the stack with" \
      "\`pulumi state delete --force\` and bring the volume's back with" \
      "\`pulumi import -- random:index/randomId:RandomId kafka-cluster-id $found\`; if not, attach the right volume." >&2
    exit 1
  fi
else
  # A new beginning would make a lost meta.properties look like a new broker, whose data the others then replace. What
  # an interrupted format may leave behind, a first checkpoint, is no data.
  for file in "$log_dir"/__cluster_metadata*/* "$log_dir"/*-[0-9]*/*; do
    case ${file##*/} in
    '*' | 00000000000000000000-0000000000.checkpoint*) continue ;;
    esac
    echo "The volume of $POD_NAME holds data, ${file%/*} for one, and no meta.properties to say whose it is." \
      "Nothing was changed. Attach the right volume, or bring $meta back from a backup." >&2
    exit 1
  done
  # shellcheck source=/dev/null
  . "$(dirname "$0")/new-volume.sh"
fi

# shellcheck disable=SC2086
exec java $JVM_OPTIONS $logging -Dkafka.log.level=INFO -cp '/opt/kafka/libs/*' kafka.Kafka "$properties"
