import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { run } from "../../local/support/run";
import { NAMESPACE } from "./security/scene";
import { layout } from "./test-platform";

/** How often it writes, in milliseconds. */
const PERIOD = 20;

/** Where it writes, and by what it proves itself. */
export interface SteadyWriterOptions {
  /** The broker's pod that it runs in, as one of the cluster's applications. */
  readonly pod: string;
  readonly topic: string;
  /** The `producer.properties` of an application's Secret. */
  readonly profile: string;
}

/** An application that writes one record after the other, by Kafka's own producer and the profile of its Secret. */
export class SteadyWriter {
  private readonly written: string[] = [];
  private readonly ticks: NodeJS.Timeout;
  private readonly end: Promise<unknown[]>;
  private said = "";

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    this.end = once(child, "close");
    // One that ends early is told of by what it said.
    child.stdin?.on("error", () => undefined);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.said += text;
      });
    }
    this.ticks = setInterval(() => this.write(), PERIOD);
  }

  /** @param name marks its records */
  static async start(name: string, { pod, topic, profile }: SteadyWriterOptions): Promise<SteadyWriter> {
    const file = `/tmp/${name}.properties`;
    const command = (...script: string[]) => [
      ...["--kubeconfig", layout().kubeconfig, "exec", "-i", pod, "-n", NAMESPACE, "--", "sh", "-c", script.join("; ")],
    ];
    // It comes on standard input, and is nowhere but in memory.
    await run("kubectl", command(`umask 077; cat > ${file}`), { input: profile });
    const producer = `kafka-console-producer --bootstrap-server kafka.${NAMESPACE}.svc.cluster.local:9092 --producer.config ${file} --topic ${topic}`;
    return new SteadyWriter(name, spawn("kubectl", command(producer, "code=$?", `rm ${file}`, "exit $code")));
  }

  private write(): void {
    const value = `${this.name}-${this.written.length}`;
    this.written.push(value);
    this.child.stdin?.write(`${value}\n`);
  }

  /**
   * Ends it when all that it has begun is answered.
   *
   * @returns the values of its records
   * @throws Error where one of them failed
   */
  async stop(): Promise<readonly string[]> {
    clearInterval(this.ticks);
    this.child.stdin?.end();
    const [code] = await this.end;
    if (code !== 0 || /ERROR|Exception/.test(this.said)) {
      throw new Error(`${this.name} ended with ${code}:\n${this.said}`);
    }
    return this.written;
  }
}
