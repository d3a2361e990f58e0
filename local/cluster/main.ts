/** `npm run cluster -- COMMAND`: the local cluster by hand. */
import { parseArgs } from "node:util";
import { provideImages, provideKafkaImage } from "../images/build";
import { requireRoot, runMain, UserError } from "../support/user-error";
import { provideToolchain } from "../toolchain/toolchain";
import {
  clusterDown,
  clusterUp,
  DEFAULT_CLUSTER,
  importImages,
  isRunning,
  nodeCut,
  nodeHeal,
  nodePowerOff,
  nodePowerOn,
  requireCluster,
} from "./cluster";
import { allClusters } from "./registry";
import { clusterStatus } from "./status";

const USAGE = `usage: npm run cluster -- COMMAND [--name NAME]

  up             make the cluster, or complete it
  down           remove it with all of its data
  status         what runs, where, and how to reach it
  kubeconfig     print the path of its kubeconfig
  power-off N    cut the power of node N (1 to 3)
  power-on N     switch node N on again
  cut N          pull the network cable of node N
  heal N         plug it in again
  kafka VERSION  load the image of another Kafka release, for an upgrade by hand

  --name NAME    which cluster (default: ${DEFAULT_CLUSTER}); several can live side by side`;

async function main(): Promise<void> {
  const { name, command, node, version } = parse(process.argv.slice(2));
  requireRoot();
  switch (command) {
    case "up": {
      const toolchain = await provideToolchain(!isRunning(name));
      const images = await provideImages(toolchain);
      console.log(await clusterStatus(await clusterUp(name, toolchain, images)));
      break;
    }
    case "down":
      await clusterDown(name);
      break;
    case "status":
      await provideToolchain();
      console.log(await statusText(name));
      break;
    case "kubeconfig":
      console.log(requireCluster(name).kubeconfig);
      break;
    case "power-off":
      await nodePowerOff(name, node());
      break;
    case "power-on":
      await nodePowerOn(name, node(), (await provideToolchain()).kubernetes);
      break;
    case "cut":
      await nodeCut(name, node());
      break;
    case "heal":
      await nodeHeal(name, node());
      break;
    case "kafka": {
      requireCluster(name);
      await provideToolchain();
      const image = await provideKafkaImage(version());
      await importImages(name, [image]);
      console.log(image.name);
      break;
    }
    default:
      throw new UserError(command ? `There is no command "${command}".\n\n${USAGE}` : USAGE);
  }
}

interface Command {
  readonly name: string;
  readonly command?: string;
  readonly node: () => number;
  readonly version: () => string;
}

function parse(args: string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { name: { type: "string", default: DEFAULT_CLUSTER } },
    });
    const [command, argument, ...rest] = positionals;
    if (rest.length > 0) {
      throw new Error(`too many arguments: ${rest.join(" ")}`);
    }
    const say = (what: string, example: string): string => {
      if (argument === undefined) {
        throw new UserError(`Say which ${what}: npm run cluster -- ${command} ${example}`);
      }
      return argument;
    };
    const node = () => Number(say("node", "1"));
    const version = () => say("release", "4.1.2");
    return { name: values.name, node, version, ...(command === undefined ? {} : { command }) };
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function statusText(name: string): Promise<string> {
  const others = allClusters().filter((cluster) => cluster.name !== name);
  const also = others.length > 0 ? `\n\nOther clusters: ${others.map((cluster) => cluster.name).join(", ")}` : "";
  return (await clusterStatus(requireCluster(name))) + also;
}

void runMain(main);
