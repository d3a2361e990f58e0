import { below, entries, isAbsent, isListOrAbsent, members, type Place, tell, unless } from "./place";
import { isMap, type Plain } from "./plain";
import { containersOf, type Workload } from "./workloads";

const isNot = (place: Place, ...wanted: readonly Plain[]): readonly string[] =>
  unless(isAbsent(place) || wanted.includes(place.value), place);

const volumeTypes: readonly string[] = [
  ...["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"],
];

const safeSysctls: readonly Plain[] = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_syncookies",
];

const profiles = ["RuntimeDefault", "Localhost"];
const selinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

function wrongInVolume(volume: Place): readonly string[] {
  const sources = entries(volume).filter((source) => source.key !== "name" && !isAbsent(source));
  return sources
    .filter(({ key }) => !volumeTypes.includes(key))
    .map(({ path, key }) => `${path} is a volume of type ${key}`);
}

/** What may be said of a pod and of a container alike, and has to be right in both. */
function wrongInBoth(context: Place): readonly string[] {
  const user = below(context, "runAsUser");
  return [
    ...unless(isAbsent(user) || (typeof user.value === "number" && user.value > 0), user),
    ...isNot(below(context, "windowsOptions", "hostProcess"), false),
    ...isNot(below(context, "appArmorProfile", "type"), ...profiles),
    ...isNot(below(context, "seLinuxOptions", "type"), ...selinuxTypes),
    ...isNot(below(context, "seLinuxOptions", "user"), ""),
    ...isNot(below(context, "seLinuxOptions", "role"), ""),
  ];
}

function wrongInPod(spec: Place): readonly string[] {
  const context = below(spec, "securityContext");
  const sysctls = below(context, "sysctls");
  // What is wrong for the pod is told of the pod, and not of each of its containers again.
  return [
    ...["hostNetwork", "hostPID", "hostIPC"].flatMap((key) => isNot(below(spec, key), false)),
    ...isNot(below(context, "runAsNonRoot"), true),
    ...isNot(below(context, "seccompProfile", "type"), ...profiles),
    ...wrongInBoth(context),
    ...unless(isListOrAbsent(sysctls), sysctls),
    ...members(sysctls)
      .map((sysctl) => below(sysctl, "name"))
      .flatMap((name) => unless(safeSysctls.includes(name.value), name)),
    ...members(below(spec, "volumes")).flatMap(wrongInVolume),
  ];
}

/** What a container has to have, and may leave to its pod. */
function wrongWithPod(own: Place, pods: Place, ...wanted: readonly Plain[]): readonly string[] {
  if (!isAbsent(own)) {
    return unless(wanted.includes(own.value), own);
  }
  return isAbsent(pods) ? [`${tell(own)}, and ${tell(pods)}`] : [];
}

function wrongInContainer(container: Place, podContext: Place): readonly string[] {
  const context = below(container, "securityContext");
  const [drop, add] = [below(context, "capabilities", "drop"), below(context, "capabilities", "add")] as const;
  const ports = below(container, "ports");
  const escalation = below(context, "allowPrivilegeEscalation");
  return [
    ...wrongWithPod(below(context, "runAsNonRoot"), below(podContext, "runAsNonRoot"), true),
    ...wrongWithPod(below(context, "seccompProfile", "type"), below(podContext, "seccompProfile", "type"), ...profiles),
    ...wrongInBoth(context),
    ...unless(escalation.value === false, escalation),
    ...unless(
      members(drop).some(({ value }) => value === "ALL"),
      drop,
    ),
    ...unless(isListOrAbsent(add) && members(add).every(({ value }) => value === "NET_BIND_SERVICE"), add),
    ...isNot(below(context, "privileged"), false),
    ...isNot(below(context, "procMount"), "Default"),
    ...unless(isListOrAbsent(ports), ports),
    ...members(ports).flatMap((port) => isNot(below(port, "hostPort"), 0)),
  ];
}

/** What of a workload's pods the restricted pod security standard does not allow. */
export function insecureIn(workload: Workload): readonly string[] {
  const { spec } = workload;
  const context = below(spec, "securityContext");
  return [
    // Where nothing of it can be read, another rule says so.
    ...(isMap(spec.value) ? wrongInPod(spec) : []),
    ...containersOf(workload).flatMap((container) => wrongInContainer(container, context)),
  ];
}

/** What of the platform's own pods goes beyond what they need, though the standard allows it. */
export function looseIn(workload: Workload): readonly string[] {
  const token = below(workload.spec, "automountServiceAccountToken");
  return [
    ...(isMap(workload.spec.value) ? unless(token.value === false, token) : []),
    ...containersOf(workload)
      .map((container) => below(container, "securityContext", "readOnlyRootFilesystem"))
      .flatMap((place) => unless(place.value === true, place)),
  ];
}
