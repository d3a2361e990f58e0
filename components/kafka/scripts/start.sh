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
external_host=$1
case $external_host in
*:*) external_host="[$1]" ;; # an IPv6 address
esac

sed -e "s|@ID@|$id|" -e "s|@HOST@|$POD_NAME.$POD_DOMAIN|g" \
  -e "s|@EXTERNAL_ADDRESS@|$external_host:$((NODE_PORT_BASE + id))|" "$etc/server.properties" >"$properties"

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
    echo "The volume of $POD_NAME belongs to Kafka cluster $found, and this stack's id is $CLUSTER_ID." \
      "Nothing was changed. If the volume is the right one, take the wrong id out of the stack with" \
      "\`pulumi state delete --force\` and bring the volume's back with" \
      "\`pulumi import -- random:index/randomId:RandomId kafka-cluster-id $found\`; if not, attach the right volume." >&2
    exit 1
  fi
else
  # Formatting would make a lost meta.properties look like a new broker, whose data the others then replace. What an
  # interrupted format may leave behind, a first checkpoint, is no data.
  for file in "$log_dir"/__cluster_metadata*/* "$log_dir"/*-[0-9]*/*; do
    case ${file##*/} in
    '*' | 00000000000000000000-0000000000.checkpoint*) continue ;;
    esac
    echo "The volume of $POD_NAME holds data, ${file%/*} for one, and no meta.properties to say whose it is." \
      "Nothing was changed. Attach the right volume, or bring $meta back from a backup." >&2
    exit 1
  done
  # The form with "=" because an id may begin with a dash.
  java -Xmx128m "$logging" -Dkafka.log.level=WARN -cp '/opt/kafka/libs/*' kafka.tools.StorageTool \
    format "--cluster-id=$CLUSTER_ID" --config "$properties"
fi

# shellcheck disable=SC2086
exec java $JVM_OPTIONS "$logging" -cp '/opt/kafka/libs/*' kafka.Kafka "$properties"
