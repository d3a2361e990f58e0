import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { contentMap } from "../workload/content-map";
import { contentName } from "../workload/content-name";
import { ensemble } from "../workload/ensemble";
import type { StorageArgs } from "../workload/storage";
import {
  type ZooKeeperPort,
  zooKeeperConnect,
  zooKeeperLabels,
  zooKeeperName,
  zooKeeperPortName,
  zooKeeperPorts,
} from "./names";
import { type ServerPodArgs, serverPod } from "./pod";
import { serverFiles } from "./scripts";

/** What an ensemble of ZooKeeper is made from. */
export interface ZooKeeperArgs extends ServerPodArgs {
  /** The namespace, which has to exist. */
  readonly namespace: string;
  /** How many servers vote: odd, and at least 3. */
  readonly servers: number;
  /** Each server's volume: the transaction log and its snapshots. */
  readonly storage: StorageArgs;
  /** What judges a change before it restarts a server. */
  readonly beforeUpdate: pulumi.ResourceHook;
}

/**
 * A ZooKeeper ensemble for Kafka: each server on a Kubernetes node of its own, with a volume of its own. Servers and
 * clients prove themselves by certificates of the platform.
 *
 * That its resources exist does not mean that it has a quorum: put a gate between it and the brokers, and
 * `establishedMarker` after the gate.
 */
export class ZooKeeper extends pulumi.ComponentResource {
  /** The servers. */
  readonly statefulSet: k8s.apps.v1.StatefulSet;
  /** Kafka's `zookeeper.connect`. */
  readonly connect: string;

  constructor(name: string, args: ZooKeeperArgs, opts: pulumi.ComponentResourceOptions) {
    super("kafka-platform:zookeeper:ZooKeeper", name, {}, opts);
    const { namespace, servers, storage } = args;
    const child = { parent: this };
    this.connect = zooKeeperConnect(servers, namespace);

    const data = serverFiles(servers, namespace);
    const configMap = contentName(`${zooKeeperName}-files`, data);
    const files = contentMap(`${name}-files`, { namespace, name: configMap, data }, child);

    this.statefulSet = ensemble(
      name,
      {
        members: "servers",
        name: zooKeeperName,
        namespace,
        labels: zooKeeperLabels,
        replicas: servers,
        headlessService: zooKeeperName,
        // When the leader stops, brokers find no server for about 10 s: the others elect, and the one that has gone does
        // not even refuse them. A session lasts 18 s. Without a break, a second restart would cost them theirs, and with
        // it their places in all partitions.
        minReadySeconds: 30,
        ports: (Object.keys(zooKeeperPorts) as ZooKeeperPort[]).map((port) => ({
          name: zooKeeperPortName(port),
          port: zooKeeperPorts[port],
          targetPort: zooKeeperPortName(port),
        })),
        pod: serverPod(args, configMap),
        storage,
        after: [files],
        beforeUpdate: args.beforeUpdate,
      },
      child,
    );
    this.registerOutputs({ connect: this.connect });
  }
}
