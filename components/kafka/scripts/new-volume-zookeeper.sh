# What start.sh does with a new volume in a cluster with ZooKeeper: the first broker would make up a cluster id, so the
# brokers write this cluster's before; of several that try at once, one succeeds, and that is enough.
# shellcheck shell=sh disable=SC2086,SC2154

# The chroot is no part of the address here: it may have to be made.
servers=$(sed -n 's|^zookeeper\.connect=\([^/]*\).*|\1|p' "$properties")
chroot=$(sed -n 's|^zookeeper\.connect=[^/]*||p' "$properties")

zookeeper() {
  java -Xmx128m -XX:+UseSerialGC $logging -Dkafka.log.level=ERROR -cp '/opt/kafka/libs/*' \
    org.apache.zookeeper.ZooKeeperMainWithTlsSupportForKafka -zk-tls-config-file "$properties" \
    -server "$servers" -timeout 30000 "$@" 2>&1
}

id_in_zookeeper() {
  answer=$(zookeeper get "$chroot/cluster/id") || :
  printf '%s\n' "$answer" | sed -n 's|^{"version":"1","id":"\(.*\)"}$|\1|p'
}

attempt=0
while found=$(id_in_zookeeper) && [ -z "$found" ]; do
  attempt=$((attempt + 1))
  if [ $attempt -gt 10 ]; then
    echo "ZooKeeper at $servers does not take this cluster's id. What it says:" >&2
    zookeeper get "$chroot/cluster/id" >&2 || :
    exit 1
  fi
  # Closed for all but the brokers, and readable, as Kafka itself makes them.
  acl=auth::cdrwa,world:anyone:r
  zookeeper >/dev/null <<EOF || :
create $chroot "" $acl
create $chroot/cluster "" $acl
create $chroot/cluster/id {"version":"1","id":"$CLUSTER_ID"} $acl
EOF
done

if [ "$found" != "$CLUSTER_ID" ]; then
  echo "ZooKeeper at $servers$chroot serves Kafka cluster $found, and this stack's id is $CLUSTER_ID. Nothing was changed." >&2
  exit 1
fi
