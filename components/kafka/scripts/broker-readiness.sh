#!/bin/sh
# Ready means in sync: no partition of the cluster lacks this broker among its in-sync replicas. Only then may a roll
# or a drain go on to the next broker. The whole cluster is asked, since a broker's own count of under-replicated
# partitions is of those that it leads, and a broker that has just started leads none.
set -eu

tool="org.apache.kafka.tools.TopicCommand --bootstrap-server localhost:9091"
request="--describe --under-replicated-partitions"

# Only the first "Replicas:" of a line counts: a reassignment adds "Adding Replicas:" and "Removing Replicas:".
judge() {
  awk -v id="${POD_NAME##*-}" '
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
}

. "$(dirname "$0")/readiness-client.sh"
