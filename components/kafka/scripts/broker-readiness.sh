#!/bin/sh
# Ready means in sync: no partition of the cluster lacks this broker among its in-sync replicas. Only then may a roll
# or a drain go on to the next broker. The whole cluster is asked, since a broker's own count of under-replicated
# partitions is of those that it leads, and a broker that has just started leads none.
set -eu

etc=$(dirname "$0")/../etc
archive=${TMPDIR:-/tmp}/readiness.jsa

# describe SHARING SETTINGS: the JVM's option about the archive of classes, and the file with the client's settings.
describe() {
  java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable "$1" \
    "-Dlog4j2.configurationFile=$etc/log4j2.properties" -Dkafka.log.level=ERROR \
    -cp '/opt/kafka/libs/*' org.apache.kafka.tools.TopicCommand --bootstrap-server localhost:9091 \
    --command-config "$2" --describe --under-replicated-partitions
}

# An archive of the classes halves the CPU time of every probe. It is made before the broker starts, by a client that
# finds none and gives up at once: made by the first probe, it would cost most when the machine has least to give, and
# a probe that is given up for it would be followed by one that begins anew.
if [ "${1:-}" = prepare ]; then
  if [ ! -e "$archive" ]; then
    printf 'default.api.timeout.ms=1000\nrequest.timeout.ms=500\n' >"$archive.properties"
    describe "-XX:ArchiveClassesAtExit=$archive.new" "$archive.properties" >/dev/null 2>&1 || :
    mv "$archive.new" "$archive" || : # without it, probes are dearer and no different
  fi
  exit 0
fi

id=${POD_NAME##*-}
sharing=-Xshare:auto
if [ -e "$archive" ]; then
  sharing=-XX:SharedArchiveFile=$archive
fi
partitions=$(describe "$sharing" "$etc/readiness.properties")

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
