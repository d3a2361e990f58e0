/**
 * Tries to connect to ports, and prints those that answer, as JSON: a program of its own, so that it can be started in
 * the network of somebody else.
 *
 *   scanner.ts HOST,HOST,... FIRST-LAST,FIRST-LAST,...
 */
import { connect } from "node:net";

/** Connections under way at the same time. */
const parallel = 256;
/** A port that drops what comes answers never. Those that are open or closed do at once. */
const patience = 2000;

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(patience, () => end(false));
    socket.on("connect", () => end(true)).on("error", () => end(false));
  });

async function main(hosts: readonly string[], ranges: readonly string[]): Promise<void> {
  const bounds = ranges.map((range) => range.split("-").map(Number));
  const ports = bounds.flatMap(([first = 0, last = first]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
  const targets = hosts.flatMap((host) => ports.map((port) => ({ host, port })));
  const open: string[] = [];
  const work = async () => {
    for (let target = targets.pop(); target !== undefined; target = targets.pop()) {
      if (await answers(target.host, target.port)) {
        open.push(`${target.host}:${target.port}`);
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  console.log(JSON.stringify(open.sort()));
}

const [hosts = "", ranges = ""] = process.argv.slice(2);
void main(hosts.split(","), ranges.split(","));
