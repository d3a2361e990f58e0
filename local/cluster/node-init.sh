#!/bin/sh
# Turns a fresh set of namespaces into a machine: PID 1 of a node, started by unshare inside the node's network.
#
#   node-init.sh NODE_DIR
#
# NODE_DIR/node.env says who it is; NODE_DIR/root holds its disks. Ends by becoming tini, so that killing it is a
# power cut: the kernel ends everything else and takes the mounts away.
set -eu
dir=$1
. "$dir/node.env" # NODE_NAME, SNAPSHOTS, SYSTEM_CGROUPS

hostname "$NODE_NAME"
umount -l /proc
mount -t proc proc /proc

# A new /sys shows the network devices of this namespace; the cgroups have to be carried over to it.
mkdir -p "$dir/cgroup"
mount --rbind /sys/fs/cgroup "$dir/cgroup"
umount -l /sys
mount -t sysfs sysfs /sys
mount --move "$dir/cgroup" /sys/fs/cgroup

mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/netns /run/lock

# The node's own /var/lib and /var/log, so that nothing is written to those of the machine.
mount -t tmpfs -o mode=755 tmpfs /var/lib
mount -t tmpfs -o mode=755 tmpfs /var/log
for path in /var/lib/kubelet /var/lib/containerd /var/lib/cni /var/lib/hostcsi /var/log/pods /var/log/containers; do
  mkdir -p "$dir/root$path" "$path"
  mount --bind "$dir/root$path" "$path"
done
mkdir -p /var/lib/hostcsi-snapshots
mount --bind "$SNAPSHOTS" /var/lib/hostcsi-snapshots
for file in /etc/resolv.conf /etc/hosts /etc/hostname /etc/machine-id; do
  if [ -e "$file" ]; then mount --bind "$dir/root$file" "$file"; fi
done

# Volumes that a pod mounts have to be seen by the kubelet, and the other way round.
mount --make-rshared /

for cgroup in $SYSTEM_CGROUPS; do
  echo 0 >"$cgroup/cgroup.procs"
done
exec tini -s -- sh "$dir/node-daemons.sh" "$dir"
