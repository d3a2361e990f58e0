import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { askBroker, askBrokers, type BrokerView, isView } from "./broker-client";
import { rootMessage, withBroker } from "./broker-connection";
import { metadataFeature, metadataLevel, releaseOfLevel } from "./metadata-version";
import type { TlsIdentity } from "./tls-identity";
import { waitUntil } from "./waiting";

/** What the cluster's features are to be. */
export interface FeaturesArgs {
  /** What has to be met before: the readiness gate. */
  readonly after: pulumi.Input<pulumi.Resource>;
  /** The brokers' addresses as seen from here, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** The administrator's identity. */
  readonly identity: pulumi.Input<TlsIdentity>;
  /** The release whose metadata version is wanted, as `"4.2"`. */
  readonly metadataVersion: string;
  /** The cluster-wide min.insync.replicas. */
  readonly minInsyncReplicas: number;
}

/**
 * A dependency that is met when the KRaft cluster's features are those of the wanted release; it raises them if not, and
 * never lowers them.
 */
export const featuresGate = (args: FeaturesArgs, settle = settleFeatures): pulumi.Output<pulumi.Resource> =>
  pulumi.unsecret(
    pulumi.all([args.after, args.identity]).apply(async ([after, identity]) => {
      if (!pulumi.runtime.isDryRun()) {
        await settle(args, identity, (text) => void pulumi.log.info(text, after, undefined, true));
      }
      return after;
    }),
  );

/** The levels that features are to have at least: transactions and replicas that survive what earlier ones did not. */
export const wantedFeatures = (metadataVersion: string): Readonly<Record<string, number>> => ({
  // First, since the others need it.
  [metadataFeature]: metadataLevel(metadataVersion),
  "transaction.version": 2,
  "eligible.leader.replicas.version": 1,
});

/** Features that are lower than wanted, with the levels that they are to be raised to. */
export const lowFeatures = (
  features: Readonly<Record<string, number>>,
  wanted: Readonly<Record<string, number>>,
): readonly (readonly [string, number])[] =>
  Object.entries(wanted).filter(([name, level]) => (features[name] ?? 0) < level);

/**
 * Refuses a metadata version below the one that the cluster has.
 *
 * @throws {pulumi.RunError} with the remedy
 */
export function refuseLowering(features: Readonly<Record<string, number>>, metadataVersion: string): void {
  const found = features[metadataFeature] ?? 0;
  if (found > metadataLevel(metadataVersion)) {
    throw refusal(
      `The cluster's metadata version is that of Kafka ${releaseOfLevel(found) ?? `after ${metadataVersion}`} ` +
        `already, and kraft.metadataVersion is ${metadataVersion}: it never goes back. ` +
        `Set kraft.metadataVersion to ${releaseOfLevel(found) ?? "the newer one"}. Nothing was changed by this step.`,
    );
  }
}

/**
 * Raises what is lower than wanted, sets the cluster-wide min.insync.replicas, and waits until every broker says so.
 *
 * @throws {pulumi.RunError} when the cluster refuses, with its words
 */
export async function settleFeatures(
  { bootstrap, metadataVersion, minInsyncReplicas }: FeaturesArgs,
  identity: TlsIdentity,
  progress: (text: string) => void,
): Promise<void> {
  const ask = () => askBrokers(bootstrap, (address) => askBroker(address, identity));
  const wanted = wantedFeatures(metadataVersion);
  const view = (await ask()).find(isView);
  if (view === undefined) {
    throw refusal("No broker answers any more, so the cluster's features are not known. Run `pulumi up` again.");
  }
  refuseLowering(view.features, metadataVersion);
  await raise(view, lowFeatures(view.features, wanted), identity, progress);
  await keepMinInsyncReplicas(view.address, identity, minInsyncReplicas, progress);
  await waitUntil({
    what: "The cluster's features",
    timeout: "1m",
    lacks: async () => (await ask()).flatMap((answer) => featureLacks(answer, wanted)),
    diagnosis: async () => [],
    untouched: "no topic was touched",
    remedy: "Look at the brokers' logs, mend it, and run `pulumi up` again.",
    progress,
  });
}

/** What a broker's answer still lacks of the wanted features. */
export const featureLacks = (
  answer: BrokerView | { readonly address: string; readonly error: string },
  wanted: Readonly<Record<string, number>>,
): string[] =>
  isView(answer)
    ? lowFeatures(answer.features, wanted).map(
        ([name, level]) => `the broker at ${answer.address} has ${name} ${answer.features[name] ?? 0} of ${level}`,
      )
    : [`the broker at ${answer.address} does not answer: ${answer.error}`];

const patience = 30_000;

async function raise(
  view: BrokerView,
  low: readonly (readonly [string, number])[],
  identity: TlsIdentity,
  progress: (text: string) => void,
): Promise<void> {
  if (low.length === 0) {
    return;
  }
  const { FeatureUpgradeTypes, updateFeaturesV1 } = await import("@platformatic/kafka");
  const updates = low.map(([feature, maxVersionLevel]) => ({
    feature,
    maxVersionLevel,
    upgradeType: FeatureUpgradeTypes.UPGRADE,
  }));
  progress(`raising ${low.map(([name, level]) => `${name} to ${level}`).join(", ")}`);
  try {
    await withBroker(
      view.address,
      identity,
      (connection) => updateFeaturesV1.api.async(connection, patience, updates, false),
      patience + 5_000,
    );
  } catch (error) {
    throw refusal(
      `The cluster does not raise ${low.map(([name, level]) => `${name} to ${level}`).join(", ")}: ` +
        `${rootMessage(error)}. If a broker or controller does not know it, set kraft.metadataVersion back until all ` +
        "run a version that does. Then run `pulumi up` again.",
    );
  }
}

const property = "min.insync.replicas";

/** The cluster-wide value as it was set on the running cluster; nothing where none was. */
async function clusterMinInsyncReplicas(address: string, identity: TlsIdentity): Promise<number | undefined> {
  const { ConfigResourceTypes, describeConfigsV4 } = await import("@platformatic/kafka");
  const resource = { resourceType: ConfigResourceTypes.BROKER, resourceName: "", configurationKeys: [property] };
  const { results } = await withBroker(address, identity, (connection) =>
    describeConfigsV4.api.async(connection, [resource], false, false),
  );
  const value = results[0]?.configs.find(({ name }) => name === property)?.value;
  return value === undefined || value === null ? undefined : Number(value);
}

// With eligible leader replicas, the controller goes by the value that the running cluster has, not by the brokers'
// files.
async function keepMinInsyncReplicas(
  address: string,
  identity: TlsIdentity,
  wanted: number,
  progress: (text: string) => void,
): Promise<void> {
  const settled = async () => {
    const found = await clusterMinInsyncReplicas(address, identity);
    if (found === wanted) {
      return [];
    }
    progress(`setting the cluster's ${property} to ${wanted}`);
    await setMinInsyncReplicas(address, identity, wanted);
    return [`it was ${found ?? "not set"}, and ${wanted} is wanted`];
  };
  await waitUntil({
    what: `The cluster's ${property}`,
    timeout: "1m",
    lacks: () => settled().catch((error) => [`the broker at ${address} does not do it: ${rootMessage(error)}`]),
    diagnosis: async () => [],
    untouched: "no topic was touched",
    remedy: "Look at the brokers' logs, mend it, and run `pulumi up` again.",
    progress,
  });
}

async function setMinInsyncReplicas(address: string, identity: TlsIdentity, wanted: number): Promise<void> {
  const { ConfigResourceTypes, IncrementalAlterConfigOperationTypes, incrementalAlterConfigsV1 } = await import(
    "@platformatic/kafka"
  );
  const configs = [{ name: property, configOperation: IncrementalAlterConfigOperationTypes.SET, value: `${wanted}` }];
  const resource = { resourceType: ConfigResourceTypes.BROKER, resourceName: "", configs };
  await withBroker(address, identity, (connection) =>
    incrementalAlterConfigsV1.api.async(connection, [resource], false),
  );
}
