# How both readiness scripts ask the cluster: by one of Kafka's own tools, in a JVM that is as cheap as can be. They set
# "tool", its class with the server, "request", what it is asked, and "judge", which reads the answer and says what is
# lacking where the node is not ready, and source this file. For "judge" there is "age": how many seconds the node had
# been running when it asked.
# shellcheck shell=sh disable=SC2086,SC2154
etc=$(dirname "$0")/../etc
archive=${TMPDIR:-/tmp}/readiness.jsa

# ask SHARING SETTINGS: the JVM's option about the archive of classes, and the file with the client's settings.
ask() {
  java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable "$1" \
    "-Dlog4j2.configurationFile=$etc/log4j2.properties" "-Dlog4j.configuration=file:$etc/log4j.properties" \
    -Dkafka.log.level=ERROR -cp '/opt/kafka/libs/*' $tool --command-config "$2" $request
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

# A node that has just come back is often in sync some seconds later, and the next probe a whole period away. So a no is
# asked about again, twice at most, where the answer will be there in time if it takes as long as this one has taken; on
# a machine with little to give it is not. Two seconds more are what the clock leaves out. A node that has been running
# for minutes is not about to be in sync: it is asked once in a period, so that one that lags for long costs no more.
young=300
started=$(cat "${TMPDIR:-/tmp}/started" 2>/dev/null || echo 0)
begin=$(date +%s)
for more in 2 1 0; do
  asked=$(date +%s)
  age=$((asked - started))
  answer=$(ask "$sharing" "$etc/readiness.properties")
  if lack=$(printf '%s\n' "$answer" | judge); then
    exit 0
  fi
  now=$(date +%s)
  if [ $more = 0 ] || [ $age -ge $young ] || [ $((now - begin + 3 + now - asked + 2)) -gt "$READINESS_TIMEOUT" ]; then
    break
  fi
  sleep 3
done
printf '%s\n' "$lack"
exit 1
