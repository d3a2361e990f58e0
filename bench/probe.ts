import { scriptPath } from "../components/kafka/scripts";
import { kubectl } from "../local/cluster/control-plane";
import type { ClusterLayout } from "../local/cluster/layout";
import { localStack, pulumi } from "../local/stack";
import { step } from "../local/support/progress";
import { UserError } from "../local/support/user-error";
import type { Toolchain } from "../local/toolchain/toolchain";

const rounds = 10;
/** Of a core, for each broker. */
const atMost = 0.05;

/**
 * What a broker's readiness probe costs in CPU time, in turns with the peer that it could have been: Kafka's own
 * command for the same question, as anybody would run it in the pod.
 *
 * @returns the CPU times, their ratio and the share of a core that probes take, for people
 * @throws {UserError} with the same, when that share is more than a twentieth
 */
export async function probe(layout: ClusterLayout, toolchain: Toolchain): Promise<string> {
  const stack = await localStack(layout, toolchain);
  await step("pulumi up", () =>
    pulumi(stack, ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack.name]),
  );
  const times: { readonly probe: number; readonly peer: number }[] = [];
  await step(`${rounds} probes, and the peer in turns with them`, async () => {
    for (let round = 0; round < rounds; round++) {
      times.push({ probe: await cpuTime(layout, scriptPath("readiness")), peer: await cpuTime(layout, peer) });
    }
  });
  const [own, other] = [median(times.map((time) => time.probe)), median(times.map((time) => time.peer))];
  const period = Number(await kubectl(layout, "get", "pod", "kafka-0", "-n", "kafka", "-o", `jsonpath=${periodPath}`));
  const share = own / period;
  const text = [
    `readiness probe ${own.toFixed(2)} s of CPU time, kafka-topics ${other.toFixed(2)} s: ${(own / other).toFixed(2)}`,
    `every ${period} s: ${(100 * share).toFixed(1)} % of a core, which may be ${100 * atMost} %`,
  ].join("\n");
  if (!(share <= atMost)) {
    throw new UserError(text);
  }
  return text;
}

const peer = "kafka-topics --bootstrap-server localhost:9092 --describe --under-replicated-partitions";
const periodPath = "{.spec.containers[?(@.name=='kafka')].readinessProbe.periodSeconds}";

/** The CPU time of a command in a broker's pod and of all that it starts, in seconds; fails as the command does. */
async function cpuTime(layout: ClusterLayout, command: string): Promise<number> {
  const timed = `TIMEFORMAT='cpu %U %S'; { time ${command} >/dev/null; } 2>&1`;
  const said = await kubectl(layout, "exec", "kafka-0", "-n", "kafka", "-c", "kafka", "--", "bash", "-c", timed);
  const [, user, system] = /^cpu (\S+) (\S+)$/m.exec(said) ?? [];
  return Number(user) + Number(system);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
