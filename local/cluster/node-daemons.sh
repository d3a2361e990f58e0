#!/bin/sh
# Keeps the three daemons of a node running, as an init system would.
#
#   node-daemons.sh NODE_DIR
set -eu
dir=$1
. "$dir/node.env" # HYPERKUBE, KUBELET_KUBECONFIG, NODE_IP, NODE_ZONE

keep_running() {
  name=$1
  shift
  while :; do
    "$@" >>"$dir/logs/$name.log" 2>&1 || true
    echo "$name ended; starting it again" >>"$dir/logs/$name.log"
    sleep 1
  done
}

keep_running containerd containerd --config "$dir/etc/containerd.toml" &
keep_running kubelet "$HYPERKUBE" kubelet --config="$dir/etc/kubelet.yaml" --kubeconfig="$KUBELET_KUBECONFIG" \
  --node-ip="$NODE_IP" --node-labels="topology.kubernetes.io/zone=$NODE_ZONE" &
keep_running kube-proxy "$HYPERKUBE" kube-proxy --config="$dir/etc/kube-proxy.yaml" &
wait
