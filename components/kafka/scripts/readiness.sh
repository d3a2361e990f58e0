#!/bin/sh
# Ready means in sync: no partition of the cluster lacks this broker among its in-sync replicas. Only then may a roll
# or a drain go on to the next broker. The whole cluster is asked, since a broker's own count of under-replicated
# partitions is of those that it leads, and a broker that has just started leads none.
set -eu

id=${POD_NAME##*-}
etc=$(dirname "$0")/../etc

# Class data sharing, archived by the first run, halves the CPU time of all the others.
archive=${TMPDIR:-/tmp}/readiness.jsa
if [ -e "$archive" ]; then
  sharing=-XX:SharedArchiveFile=$archive
else
  sharing=-XX:ArchiveClassesAtExit=$archive.new
fi

partitions=$(java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable "$sharing" \
  "-Dlog4j2.configurationFile=$etc/log4j2.properties" -Dkafka.log.level=ERROR \
  -cp '/opt/kafka/libs/*' org.apache.kafka.tools.TopicCommand --bootstrap-server localhost:9091 \
  --command-config "$etc/readiness.properties" --describe --under-replicated-partitions)

[ -e "$archive" ] || mv "$archive.new" "$archive" 2>/dev/null || :

# Only the first "Replicas:" of a line counts: a reassignment adds "Adding Replicas:" and "Removing Replicas:".
printf '%s\n' "$partitions" | awk -v id="$id" '
  {
    replicas = ""; isr = ""
    for (i = 1; i < NF; i++) {
      if ($i == "Replicas:" && replicas == "") replicas = $(i + 1)
      if ($i == "Isr:") isr = $(i + 1)
    }
    if (("," replicas ",") ~ ("," id ",") && ("," isr ",") !~ ("," id ",")) missing++
  }
  END {
    if (missing) print "out of sync in " missing " partitions"
    exit missing > 0
  }'
