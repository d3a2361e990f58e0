#!/bin/sh
# Kafka's command line tools under the names people know, with and without ".sh": one script under many names. An
# image needs no more for them than Kafka's jar files.
set -eu

tools=org.apache.kafka.tools
name=$(basename "$0" .sh)
case $name in
  kafka-acls) class=$tools.AclCommand ;;
  kafka-broker-api-versions) class=$tools.BrokerApiVersionsCommand ;;
  kafka-cluster) class=$tools.ClusterTool ;;
  kafka-configs) class=kafka.admin.ConfigCommand ;;
  kafka-console-consumer) class=$tools.consumer.ConsoleConsumer ;;
  kafka-console-producer) class=$tools.ConsoleProducer ;;
  kafka-consumer-groups) class=$tools.consumer.group.ConsumerGroupCommand ;;
  kafka-consumer-perf-test) class=$tools.ConsumerPerformance ;;
  kafka-delete-records) class=$tools.DeleteRecordsCommand ;;
  kafka-dump-log) class=kafka.tools.DumpLogSegments ;;
  kafka-features) class=$tools.FeatureCommand ;;
  kafka-get-offsets) class=$tools.GetOffsetShell ;;
  kafka-leader-election) class=$tools.LeaderElectionCommand ;;
  kafka-log-dirs) class=$tools.LogDirsCommand ;;
  kafka-metadata-quorum) class=$tools.MetadataQuorumCommand ;;
  kafka-producer-perf-test) class=$tools.ProducerPerformance ;;
  kafka-reassign-partitions) class=$tools.reassign.ReassignPartitionsCommand ;;
  kafka-storage) class=kafka.tools.StorageTool ;;
  kafka-topics) class=$tools.TopicCommand ;;
  kafka-transactions) class=$tools.TransactionsCommand ;;
  *)
    echo "$name is no Kafka tool that this platform knows" >&2
    exit 1
    ;;
esac

# A small heap, whatever the broker's is: the tools share the pod's memory with it.
exec java -Xmx256m -XX:+UseSerialGC -Dkafka.log.level=WARN \
  "-Dlog4j2.configurationFile=$(dirname "$0")/../etc/log4j2.properties" -cp '/opt/kafka/libs/*' "$class" "$@"
