# What both readiness scripts ask the cluster with: one of Kafka's own tools, in a JVM that is as cheap as can be.
# They set "tool", its class with its arguments, and source this file.
# shellcheck shell=sh disable=SC2086,SC2154
etc=$(dirname "$0")/../etc
archive=${TMPDIR:-/tmp}/readiness.jsa

# ask SHARING SETTINGS: the JVM's option about the archive of classes, and the file with the client's settings.
ask() {
  java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable "$1" \
    "-Dlog4j2.configurationFile=$etc/log4j2.properties" "-Dlog4j.configuration=file:$etc/log4j.properties" \
    -Dkafka.log.level=ERROR -cp '/opt/kafka/libs/*' $tool --command-config "$2"
}

# An archive of the classes halves the CPU time of every probe. It is made before the node starts, by a client that
# finds none and gives up at once: made by the first probe, it would cost most when the machine has least to give, and
# a probe that is given up for it would be followed by one that begins anew.
if [ "${1:-}" = prepare ]; then
  if [ ! -e "$archive" ]; then
    { cat "$etc/readiness.properties" && printf 'default.api.timeout.ms=1000\nrequest.timeout.ms=500\n'; } \
      >"$archive.properties"
    ask "-XX:ArchiveClassesAtExit=$archive.new" "$archive.properties" >/dev/null 2>&1 || :
    mv "$archive.new" "$archive" || : # without it, probes are dearer and no different
  fi
  exit 0
fi

sharing=-Xshare:auto
if [ -e "$archive" ]; then
  sharing=-XX:SharedArchiveFile=$archive
fi
answer=$(ask "$sharing" "$etc/readiness.properties")
