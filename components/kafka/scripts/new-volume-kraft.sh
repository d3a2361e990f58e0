# What start.sh does with a new volume in a KRaft cluster: it becomes one of this cluster, with the features of the
# release whose metadata format the cluster has.
# shellcheck shell=sh disable=SC2086,SC2154

# In a cluster that is not new, a voter with an empty volume has lost its data. It would vote as if nothing had ever
# been written, and with another voter that lags behind be a majority that has forgotten what the rest knows. So it
# begins when a majority of the voters holds everything without it: each later majority then has one of these in it.
voters=$(sed -n 's|^controller\.quorum\.voters=||p' "$properties")
others=$(printf ',%s' "$voters" | sed -e "s|,$id@[^,]*||" -e 's|^,||' -e 's|[0-9]*@||g')
majority=$(($(printf %s "$voters" | tr -cd @ | wc -c) / 2 + 1))

replication() {
  java -Xmx96m -XX:+UseSerialGC $logging -Dkafka.log.level=ERROR -cp '/opt/kafka/libs/*' \
    org.apache.kafka.tools.MetadataQuorumCommand --bootstrap-controller "$others" \
    --command-config "$etc/readiness.properties" describe --replication 2>&1
}

# "LEADER NOW HOLDERS": who leads, the moment on its clock, and how many voters but this one, the leader among them,
# have had the end of its log after the moment "since". Nothing where nobody leads.
quorum() {
  awk -v id="$id" -v since="$since" '
    $1 == "NodeId" { for (i = 1; i <= NF; i++) column[$i] = i; next }
    !("Status" in column) { next }
    { status = $(column["Status"]); caught_up = $(column["LastCaughtUpTimestamp"]) }
    status == "Leader" { leader = $1; now = caught_up }
    status == "Follower" && $1 != id && caught_up > since { followers++ }
    END { if (leader != "") print leader, now, followers + 1 }'
}

# Two looks at the same leader: followers that have fetched from it in between leave no majority to a rival from before,
# of whom it might not know yet, and what they have reached since the first look is all that the lost volume had.
await_majority() {
  trap 'exit 143' TERM # process 1 is not stopped by what it does not catch
  never=9999999999999
  leader='' since=$never told=0
  while [ ! -e "$leave" ]; do
    answer=$(replication) || :
    # shellcheck disable=SC2046
    set -- $(printf '%s\n' "$answer" | quorum)
    if [ $# = 0 ]; then
      leader='' since=$never
      state="nobody leads ($(printf '%s\n' "$answer" | grep '^[^[:space:]]' | tail -n 1))"
    elif [ "$1" != "$leader" ]; then
      leader=$1 since=$2
      state="voter $1 leads, and has been asked once"
    elif [ "$3" -ge "$majority" ]; then
      break
    else
      state="voter $1 leads, and $3 of $majority hold everything"
    fi
    if [ $(($(date +%s) - told)) -ge 30 ]; then
      told=$(date +%s)
      echo "The volume of $POD_NAME is empty though its cluster is not new: this voter waits until $majority others" \
        "hold all of the metadata. So far, $state. Bring them up: $others. If their volumes are lost too, see" \
        "\"When a KRaft voter's volume is lost\" in docs/operations.md." >&2
    fi
    sleep 3
  done
  trap - TERM
}

# A person may decide that what no majority holds any more is lost.
leave=${TMPDIR:-/tmp}/begin-empty
if [ -e "$(dirname "$0")/../established/established" ] &&
  grep -Eq '^process\.roles=(broker,)?controller$' "$properties"; then
  await_majority
fi

# The form with "=" because an id may begin with a dash.
java -Xmx128m $logging -Dkafka.log.level=WARN -cp '/opt/kafka/libs/*' kafka.tools.StorageTool \
  format "--cluster-id=$CLUSTER_ID" --release-version "$METADATA_VERSION" --config "$properties"
rm -f "$leave" # it was for this volume
