#!/bin/sh
# Kafka's command line tools under the names people know, with and without ".sh": one script under many names. An
# image needs no more for them than Kafka's jar files.
#
# Who names no client configuration is the broker itself, by the pod's certificate. It calls at 9091, where brokers
# call each other: 9092 is for applications and asks for a password.
set -eu

tools=org.apache.kafka.tools
producer=$tools.ConsoleProducer acls=$tools.AclCommand versions=$tools.BrokerApiVersionsCommand
case $(echo /opt/kafka/libs/kafka-clients-*.jar) in
*/kafka-clients-3.*)
  producer=kafka.tools.ConsoleProducer acls=kafka.admin.AclCommand versions=kafka.admin.BrokerApiVersionsCommand
  ;;
esac

# Since 4.2, the option has one name; by the names from before, a tool complains on its standard output.
name=$(basename "$0" .sh)
option=--command-config
cluster=$option consume=$option produce=$option elect=$option
case $(echo /opt/kafka/libs/kafka-clients-*.jar) in
*/kafka-clients-3.* | */kafka-clients-4.[01].*)
  cluster=--config consume=--consumer.config produce=--producer.config elect=--admin.config
  ;;
esac
case $name in
  kafka-acls) class=$acls ;;
  kafka-broker-api-versions) class=$versions ;;
  kafka-cluster) class=$tools.ClusterTool option=$cluster ;;
  kafka-configs) class=kafka.admin.ConfigCommand ;;
  kafka-console-consumer) class=$tools.consumer.ConsoleConsumer option=$consume ;;
  kafka-console-producer) class=$producer option=$produce ;;
  kafka-consumer-groups) class=$tools.consumer.group.ConsumerGroupCommand ;;
  kafka-consumer-perf-test) class=$tools.ConsumerPerformance option=$consume ;;
  kafka-delete-records) class=$tools.DeleteRecordsCommand ;;
  kafka-dump-log) class=kafka.tools.DumpLogSegments option= ;;
  kafka-features) class=$tools.FeatureCommand ;;
  kafka-get-offsets) class=$tools.GetOffsetShell ;;
  kafka-leader-election) class=$tools.LeaderElectionCommand option=$elect ;;
  kafka-log-dirs) class=$tools.LogDirsCommand ;;
  kafka-metadata-quorum) class=$tools.MetadataQuorumCommand ;;
  kafka-producer-perf-test) class=$tools.ProducerPerformance option=$produce ;;
  kafka-reassign-partitions) class=$tools.reassign.ReassignPartitionsCommand ;;
  kafka-storage) class=kafka.tools.StorageTool option= ;;
  kafka-topics) class=$tools.TopicCommand ;;
  kafka-transactions) class=$tools.TransactionsCommand ;;
  *)
    echo "$name is no Kafka tool that this platform knows" >&2
    exit 1
    ;;
esac

# Whole names, since --add-config is another option, and --config too but for one tool.
for argument; do
  case "$name ${argument%%=*}" in
    *' --command-config' | *' --consumer.config' | *' --producer.config' | *' --admin.config') option= ;;
    'kafka-cluster --config' | 'kafka-cluster -c' | *' --help' | *' --version') option= ;;
  esac
done

etc=$(dirname "$0")/../etc
if [ -n "$option" ]; then
  # "set" takes the list of arguments as it was when the loop began.
  for argument; do
    shift
    case $argument in
      localhost:9092 | --*=localhost:9092) argument=${argument%9092}9091 ;;
    esac
    set -- "$@" "$argument"
  done
  case $name in
    kafka-cluster) set -- "$@" "$option" "$etc/client.properties" ;; # an option of its subcommands
    *) set -- "$option" "$etc/client.properties" "$@" ;;
  esac
fi

# A small heap, whatever the broker's is: the tools share the pod's memory with it.
# shellcheck disable=SC2086
exec java -Xmx256m -XX:+UseSerialGC -Dkafka.log.level=WARN "-Dlog4j2.configurationFile=$etc/log4j2.properties" \
  "-Dlog4j.configuration=file:$etc/log4j.properties" -cp '/opt/kafka/libs/*' $class "$@"
