# What start.sh does with a new volume in a KRaft cluster: it becomes one of this cluster, with the features of the
# release whose metadata format the cluster has. The form with "=" because an id may begin with a dash.
# shellcheck shell=sh disable=SC2086,SC2154
java -Xmx128m $logging -Dkafka.log.level=WARN -cp '/opt/kafka/libs/*' kafka.tools.StorageTool \
  format "--cluster-id=$CLUSTER_ID" --release-version "$METADATA_VERSION" --config "$properties"
