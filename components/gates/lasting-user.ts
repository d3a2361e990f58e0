/**
 * A user who keeps the others. When a node of a KRaft cluster starts, it replays its metadata log from the newest
 * snapshot on. Kafka does so one name after the other, and throws away the users that follow on one who was removed, as
 * long as none that is still there came first (`ScramDelta.apply`, up to Kafka 4.4.0 at least). Those users are then
 * refused by that node, and lost with its next snapshot. See docs/adr/0019-lasting-user.md.
 */
import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { rootMessage, withBroker, withPartialErrors } from "./broker-connection";
import type { TlsIdentity } from "./tls-identity";
import { waitUntil } from "./waiting";

/** Who has to be there before any other user. */
export interface LastingUserArgs {
  /** What has to be met before. */
  readonly after: pulumi.Input<pulumi.Resource>;
  /** The brokers' addresses as seen from here, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** The administrator's identity. */
  readonly identity: pulumi.Input<TlsIdentity>;
}

/**
 * Its hash in Java is 0, so it comes first in a HashMap of any size, if it was put there first. Nobody has its password,
 * and no rule allows it anything.
 */
export const lastingUser = "never-remove-tvkgigd";

/** A dependency that is met when every broker of a KRaft cluster knows the {@link lastingUser}, who is made if need be. */
export const lastingUserGate = (args: LastingUserArgs, keep = keepLastingUser): pulumi.Output<pulumi.Resource> =>
  pulumi.unsecret(
    pulumi.all([args.after, args.identity]).apply(async ([after, identity]) => {
      if (!pulumi.runtime.isDryRun()) {
        await keep(args, identity, (text) => void pulumi.log.info(text, after, undefined, true));
      }
      return after;
    }),
  );

/**
 * Makes the user where a broker does not know it, and waits until every broker does.
 *
 * @throws {pulumi.RunError} when the cluster refuses, with its words
 */
export async function keepLastingUser(
  { bootstrap }: Pick<LastingUserArgs, "bootstrap">,
  identity: TlsIdentity,
  progress: (text: string) => void,
): Promise<void> {
  const lacks = async () =>
    (await Promise.all(bootstrap.map((address) => lacksUser(address, identity)))).filter((line) => line !== undefined);
  if ((await lacks()).length === 0) {
    return;
  }
  progress(`making the user ${lastingUser}, by whom brokers keep all others when they start anew`);
  await makeUser(bootstrap, identity);
  await waitUntil({
    what: `The user ${lastingUser}`,
    timeout: "1m",
    lacks,
    diagnosis: async () => [],
    untouched: "no topic was touched",
    remedy: "Look at the brokers' logs, mend it, and run `pulumi up` again.",
    progress,
  });
}

/** As Kafka's protocol numbers SCRAM-SHA-512. */
const mechanism = 2;

async function lacksUser(address: string, identity: TlsIdentity): Promise<string | undefined> {
  const { describeUserScramCredentialsV0 } = await import("@platformatic/kafka");
  try {
    const { results } = await withBroker(address, identity, (connection) =>
      withPartialErrors(describeUserScramCredentialsV0.api.async(connection, [{ name: lastingUser }])),
    );
    const known = results.some(({ credentialInfos }) => credentialInfos.some((one) => one.mechanism === mechanism));
    return known ? undefined : `the broker at ${address} does not know it`;
  } catch (error) {
    return `the broker at ${address} does not answer: ${rootMessage(error)}`;
  }
}

async function makeUser(bootstrap: readonly string[], identity: TlsIdentity): Promise<void> {
  const { alterUserScramCredentialsV0 } = await import("@platformatic/kafka");
  const credential = {
    name: lastingUser,
    mechanism,
    iterations: 8192,
    salt: randomBytes(32),
    // Of no password: there is none that anybody could know.
    saltedPassword: randomBytes(64),
  } as const;
  const failures: string[] = [];
  for (const address of bootstrap) {
    try {
      await withBroker(address, identity, (connection) =>
        alterUserScramCredentialsV0.api.async(connection, [], [credential]),
      );
      return;
    } catch (error) {
      failures.push(`  ${address}: ${rootMessage(error)}`);
    }
  }
  throw refusal(
    [
      `No broker makes the user ${lastingUser}, without whom restarted brokers can forget other users; ` +
        "no topic was touched:",
      ...failures,
      "Look at the brokers' logs, mend it, and run `pulumi up` again.",
    ].join("\n"),
  );
}
