#!/bin/sh
# Becomes a Kafka broker: fills in what depends on the pod, formats a volume that is new, and starts the JVM as
# process 1, so that it gets Kubernetes' SIGTERM itself and hands over its leaderships before it goes.
set -eu

id=${POD_NAME##*-}
etc=$(dirname "$0")/../etc
logging=-Dlog4j2.configurationFile=$etc/log4j2.properties
properties=${TMPDIR:-/tmp}/server.properties

# Brokers share the external hosts in turn.
# shellcheck disable=SC2086
set -- $EXTERNAL_HOSTS
shift $((id % $#))

sed -e "s|@ID@|$id|" -e "s|@HOST@|$POD_NAME.$POD_DOMAIN|g" \
  -e "s|@EXTERNAL_ADDRESS@|$1:$((NODE_PORT_BASE + id))|" "$etc/server.properties" >"$properties"

# The voters of the controller quorum are fixed; a pod that `kubectl scale` adds is a broker and no controller.
if ! grep -Eq "^controller\.quorum\.voters=(.*,)?$id@" "$properties"; then
  sed -i -e 's|^process\.roles=.*|process.roles=broker|' \
    -e '/^\(advertised\.\)\{0,1\}listeners=/s|,CONTROLLER://[^,]*||' "$properties"
fi

log_dir=$(sed -n 's|^log\.dirs=||p' "$properties")
meta=$log_dir/meta.properties
if [ -e "$meta" ]; then
  found=$(sed -n 's|^cluster\.id=||p' "$meta")
  if [ "$found" != "$CLUSTER_ID" ]; then
    echo "The volume of $POD_NAME holds data of Kafka cluster $found, and this is cluster $CLUSTER_ID:" \
      "give the pod its own volume, or an empty one." >&2
    exit 1
  fi
else
  # The form with "=" because an id may begin with a dash.
  java -Xmx128m "$logging" -Dkafka.log.level=WARN -cp '/opt/kafka/libs/*' kafka.tools.StorageTool \
    format "--cluster-id=$CLUSTER_ID" --config "$properties"
fi

# shellcheck disable=SC2086
exec java $JVM_OPTIONS "$logging" -cp '/opt/kafka/libs/*' kafka.Kafka "$properties"
