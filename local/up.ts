/** `npm run up`: from a fresh clone to a running platform on a local cluster. Every step looks at what is there. */
import { join } from "node:path";
import { nameArgument } from "./arguments";
import { clusterUp, isRunning } from "./cluster/cluster";
import type { ClusterLayout } from "./cluster/layout";
import { provideImages } from "./images/build";
import { type LocalStack, localStack, pulumi, releaseLock } from "./stack";
import { withLock } from "./support/lock";
import { elapsed, step } from "./support/progress";
import { run } from "./support/run";
import { runMain, UserError } from "./support/user-error";
import { provideToolchain } from "./toolchain/toolchain";

const commands = { repair: join(__dirname, "..", "commands", "repair.ts") };

async function main(): Promise<void> {
  const name = nameArgument("up");
  const toolchain = await provideToolchain(!isRunning(name));
  const images = await provideImages(toolchain);
  const layout = await clusterUp(name, toolchain, images);
  const stack = await localStack(layout, toolchain);
  const changes = await withLock(join(stack.dir, "lock"), `The stack on cluster ${layout.name}`, () => deploy(stack));
  console.log(farewell(layout, changes, toolchain.kubectl));
}

/** Runs `pulumi up`, its output shown as it comes. @returns how many resources changed */
async function deploy(stack: LocalStack): Promise<number> {
  await releaseLock(stack);
  await repair(stack);
  await step("pulumi up", async () => {
    const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack.name];
    await pulumi(stack, args, { output: "inherit" }).catch(() => {
      throw new UserError("pulumi up failed; its messages are above. When the cause is mended, run npm run up again.");
    });
  });
  return changesOfLastUpdate(stack);
}

/**
 * Settles what an interrupted run left in the state: a program of its own, since it knows the platform. Where it cannot,
 * it says what is left to do; brokers that do not answer are no reason not to go on and bring them up.
 */
async function repair({ layout }: LocalStack): Promise<void> {
  const args = ["-r", "ts-node/register/transpile-only", commands.repair, "--local", layout.name];
  await run(process.execPath, args, { output: "inherit" }).catch(() => undefined);
}

async function changesOfLastUpdate(stack: LocalStack): Promise<number> {
  const history = await pulumi(stack, ["stack", "history", "--json", "--page-size", "1", "--stack", stack.name]);
  const [last] = JSON.parse(history) as { resourceChanges?: Record<string, number> }[];
  const { same: _, ...changed } = last?.resourceChanges ?? {};
  return Object.values(changed).reduce((sum, count) => sum + count, 0);
}

function farewell(layout: ClusterLayout, changes: number, kubectl?: string): string {
  const producer = "kafka-console-producer --bootstrap-server localhost:9092 --topic call.events";
  const consumer = "kafka-console-consumer --bootstrap-server localhost:9092 --topic call.events --from-beginning";
  return `
${changes === 0 ? "Nothing changed: the platform was up already" : `The platform is up: ${changes} resources changed`} (${elapsed()}).

A first record:
  export KUBECONFIG=${layout.kubeconfig}${kubectl === undefined ? "" : `\n  export PATH=${kubectl}:$PATH`}
  kubectl exec -it kafka-0 -n kafka -- ${producer}
  kubectl exec -it kafka-0 -n kafka -- ${consumer}

What runs where: npm run cluster -- status
Pulumi on this stack: npm run pulumi -- preview
Take it all away: npm run down`;
}

void runMain(main);
