import { scriptPath } from "../components/kafka/scripts";
import { kubectl } from "../local/cluster/control-plane";
import type { ClusterLayout } from "../local/cluster/layout";
import { step } from "../local/support/progress";
import { onPlatform, platformOf } from "../tests/support/rolling/platforms";
import { pulumiDestroy, pulumiUp } from "../tests/support/test-platform";
import { median, type Outcome } from "./outcome";

const rounds = 11;
/** Of a core, for each broker. */
const atMost = 0.05;

/**
 * What a broker's readiness probe costs in CPU time, in turns with the peer that it could have been: Kafka's own
 * command for the same question, as anybody would run it in the pod. With KRaft and with ZooKeeper.
 *
 * @returns the CPU times in seconds, their ratio, and the share of a core that probes take, which may be a twentieth
 */
export async function probe(layout: ClusterLayout): Promise<Outcome> {
  const results: Record<string, { readonly shareOfACore: number }> = {};
  for (const mode of ["kraft", "zookeeper"] as const) {
    const platform = platformOf(mode);
    results[mode] = await onPlatform(platform, {}, async (stack) => {
      await step(`${platform.title}: pulumi up`, () => pulumiUp(stack));
      const found = await step(`${platform.title}: ${rounds} probes, and the peer in turns with them`, () =>
        turns(layout),
      );
      await pulumiDestroy(stack);
      return found;
    });
  }
  const within = Object.values(results).every(({ shareOfACore }) => shareOfACore <= atMost);
  return { figures: { atMost, ...results }, within };
}

async function turns(layout: ClusterLayout) {
  const times: { readonly own: number; readonly peer: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push({ own: await cpuTime(layout, scriptPath("readiness")), peer: await cpuTime(layout, peer) });
  }
  const readinessCpuSeconds = median(times.map(({ own }) => own));
  const kafkaTopicsCpuSeconds = median(times.map((time) => time.peer));
  const ratio = median(times.map((time) => time.own / time.peer));
  const at = ["get", "pod", "kafka-0", "-n", "kafka", "-o", `jsonpath=${period}`];
  const periodSeconds = Number(await kubectl(layout, ...at));
  const shareOfACore = readinessCpuSeconds / periodSeconds;
  return { shareOfACore, periodSeconds, readinessCpuSeconds, kafkaTopicsCpuSeconds, ratio };
}

const peer = "kafka-topics --bootstrap-server localhost:9092 --describe --under-replicated-partitions";
const period = "{.spec.containers[?(@.name=='kafka')].readinessProbe.periodSeconds}";

/** The CPU time of a command in a broker's pod and of all that it starts, in seconds; fails as the command does. */
async function cpuTime(layout: ClusterLayout, command: string): Promise<number> {
  const timed = `TIMEFORMAT='cpu %U %S'; { time ${command} >/dev/null; } 2>&1`;
  const said = await kubectl(layout, "exec", "kafka-0", "-n", "kafka", "-c", "kafka", "--", "bash", "-c", timed);
  const [, user, system] = /^cpu (\S+) (\S+)$/m.exec(said) ?? [];
  return Number(user) + Number(system);
}
