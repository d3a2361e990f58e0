#!/bin/sh
# Ready means in the quorum: this controller leads it, or has followed its leader to the end of the metadata log within
# the last seconds. A port that is open, or a vote that waits for others, is not enough. Without a leader nobody
# answers, and nobody is ready.
set -eu

tool="org.apache.kafka.tools.MetadataQuorumCommand --bootstrap-controller localhost:9093"
request="describe --replication" # this tool takes it after its options

# Both moments are the leader's clock's. The columns are found by their titles, which releases add to. The leader knows
# a voter by its id alone, and may tell of the process from before a restart. So its word counts once this process has
# been running for longer than the window: what was caught up within it was then this one, whatever the clocks say.
# shellcheck disable=SC2154 # the client, below, says how old it is
judge() {
  awk -v id="$((NODE_ID_BASE + ${POD_NAME##*-}))" -v age="$age" '
    $1 == "NodeId" { for (i = 1; i <= NF; i++) column[$i] = i; next }
    { status = $(column["Status"]); caught_up = $(column["LastCaughtUpTimestamp"]) }
    status == "Leader" { leader = caught_up }
    $1 == id { own = caught_up; role = status }
    END {
      if (role == "Leader") exit 0
      if (role == "Follower" && leader - own < 10000) {
        if (age > 10) exit 0
        print "running for " age " seconds, and perhaps caught up before that"
        exit 1
      }
      print role == "" ? "not in the quorum" : "a " role " that is behind the leader"
      exit 1
    }'
}

. "$(dirname "$0")/readiness-client.sh"
