#!/bin/sh
# Writes the zone of the pod's node to a file, before the broker starts: Kafka takes it for the broker's rack. It is a
# label of the node, and Kubernetes tells a node's labels to nobody but callers of its API.
#
#   zone.sh FILE
set -eu

file=$1
answer=$file.answer
host=$KUBERNETES_SERVICE_HOST
case $host in
*:*) host="[$host]" ;; # an IPv6 address
esac

# The token is in no argument and in no variable of the environment, where other processes would find it. A node that
# has just started may not reach the API yet, so more than one attempt is made.
status=$(
  sed -e 's/.*/header = "Authorization: Bearer &"/' "$CREDENTIALS/token" |
    curl --config - --header 'Accept: application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' \
      --cacert "$CREDENTIALS/ca.crt" --silent --show-error --connect-timeout 5 --max-time 15 \
      --retry 6 --retry-delay 2 --retry-all-errors --output "$answer" --write-out '%{http_code}' \
      "https://$host:$KUBERNETES_SERVICE_PORT/api/v1/nodes/$NODE_NAME?pretty=true"
)
if [ "$status" != 200 ]; then
  echo "The Kubernetes API does not show the node $NODE_NAME: it answers $status." \
    "The pod's service account has to be allowed to get nodes." >&2
  exit 1
fi

zone=$(sed -n '/^    "labels": {/,/^    }/s|^ *"topology\.kubernetes\.io/zone": "\([^"]*\)".*|\1|p' "$answer")
if [ -z "$zone" ]; then
  # Some brokers with a rack and some without is what Kafka spreads no replicas by.
  echo "The node $NODE_NAME has no label topology.kubernetes.io/zone, and this stack has zones." \
    "Label every node that may run a broker, or remove the section zones from the stack's settings." >&2
  exit 1
fi
rm "$answer"
printf '%s\n' "$zone" >"$file"
echo "$NODE_NAME is in the zone $zone"
