import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { NodeFiles } from "../../../../../components/kafka/scripts";

/** The id of the cluster in these tests; like some that Kafka makes, it begins with a dash. */
export const clusterId = "-L6g3nShT-eMCtK--X86sw";

/** Variables beside the usual ones; undefined takes one away. FAKE_JAVA is a command in the place of Java's work. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A node's files in a folder, and a "java" that notes how it was called and does what a test wants: what the scripts do
 * with the JVM around it. That Kafka takes these arguments is for the end-to-end tests to show. The folder's clock stands
 * still but for what sleeps: "sleep", and with it a "java" that takes its time.
 */
export class PodFolder {
  readonly path = mkdtempSync(join(tmpdir(), "pod-"));
  /** Where Kafka keeps its data. */
  readonly data = this.at("data");

  /** @param release the release of Kafka whose jar files the image has */
  constructor(files: NodeFiles, release = "4.2.0") {
    for (const { key, path } of files.items) {
      this.write(
        path,
        (files.data[key] ?? "")
          .replace(/^log\.dirs=.*$/m, `log.dirs=${this.data}`)
          .replaceAll("/opt/kafka/libs", this.at("libs")),
      );
    }
    this.write(`libs/kafka-clients-${release}.jar`, "");
    this.write("tmp/.keep", "");
    this.write(
      "jre/java",
      '#!/bin/sh\nfor a; do printf "%s\\n" "$a"; done >>"$CALLS"; echo -- >>"$CALLS"\neval "$FAKE_JAVA"',
    );
    this.write("jre/clock", "1795366465\n");
    this.write("jre/date", `#!/bin/sh\ncat ${this.at("jre/clock")}\n`);
    this.write("jre/sleep", `#!/bin/sh\necho $(($(date) + $1)) >${this.at("jre/clock")}\n`);
  }

  /** The path of a file in the folder. */
  at(path: string): string {
    return join(this.path, path);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), text, { mode: 0o755 });
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  run(script: string, args: readonly string[] = [], environment: Environment = {}): SpawnSyncReturns<string> {
    return spawnSync(this.at(`bin/${script}`), args, {
      encoding: "utf8",
      env: {
        PATH: `${this.at("jre")}:${process.env.PATH}`,
        TMPDIR: this.at("tmp"),
        CALLS: this.at("calls"),
        FAKE_JAVA: "",
        POD_NAME: "kafka-1",
        POD_DOMAIN: "kafka-headless.kafka.svc.cluster.local",
        NODE_ID_BASE: "0",
        EXTERNAL_HOSTS: "10.0.0.9",
        EXTERNAL_PORT: "31090",
        EXTERNAL_PORT_STEP: "1",
        CLUSTER_ID: clusterId,
        METADATA_VERSION: "4.2",
        JVM_OPTIONS: "-Xms1G -Xmx1G",
        READINESS_TIMEOUT: "15",
        ...environment,
      },
    });
  }

  /** A command for FAKE_JAVA that gives these answers in turn, and after the last one what `then` does. */
  answering(answers: readonly string[], then: string): string {
    for (const [index, answer] of answers.entries()) {
      this.write(`answers/${index + 1}`, answer);
    }
    this.write("answers/asked", "0\n");
    const at = this.at("answers");
    return `n=$(($(cat ${at}/asked) + 1)); echo $n >${at}/asked; if [ -e ${at}/$n ]; then cat ${at}/$n; else ${then}; fi`;
  }

  /** The calls of "java", each as its arguments. */
  calls(): string[][] {
    return readFileSync(this.at("calls"), "utf8")
      .split("--\n")
      .filter((call) => call !== "")
      .map((call) => call.trimEnd().split("\n"));
  }
}
