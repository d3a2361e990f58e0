import { withBroker } from "./broker-connection";
import type { TlsIdentity } from "./tls-identity";

/** Those who keep the metadata log together, as their leader knows them. */
export interface Quorum {
  /** The leader's id; -1 for none. */
  readonly leader: number;
  readonly voters: readonly Voter[];
}

/** One of them. */
export interface Voter {
  readonly id: number;
  /** When it had last read all that there was, in milliseconds by the leader's clock; the leader's own is now. */
  readonly caughtUp: number;
}

/** How far behind a voter may be, in milliseconds: what the readiness of controllers allows as well. */
const allowed = 10_000;

/**
 * Asks the quorum that keeps a KRaft cluster's metadata.
 *
 * @param address of any broker, which passes the question on
 * @throws when no leader answers
 */
export async function askQuorum(address: string, identity: TlsIdentity): Promise<Quorum> {
  const { describeQuorumV2 } = await import("@platformatic/kafka");
  const log = { topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] };
  const { topics } = await withBroker(address, identity, (connection) => describeQuorumV2.api.async(connection, [log]));
  const { leaderId = -1, currentVoters = [] } = topics[0]?.partitions[0] ?? {};
  return {
    leader: leaderId,
    voters: currentVoters.map(({ replicaId, lastCaughtUpTimestamp }) => ({
      id: replicaId,
      caughtUp: Number(lastCaughtUpTimestamp),
    })),
  };
}

/** What a quorum lacks for one of its voters to be spared, each as one line; nothing where all are level. */
export function quorumLacks({ leader, voters }: Quorum): string[] {
  const now = voters.find(({ id }) => id === leader)?.caughtUp;
  return now === undefined
    ? ["the quorum that keeps the metadata has no leader"]
    : voters
        .filter(({ caughtUp }) => now - caughtUp >= allowed)
        .map(({ id, caughtUp }) =>
          caughtUp < 0
            ? `voter ${id} of the metadata quorum has not caught up with its leader, voter ${leader}, yet`
            : `voter ${id} of the metadata quorum is ${Math.round((now - caughtUp) / 1000)} s behind its leader, ` +
              `voter ${leader}`,
        );
}
