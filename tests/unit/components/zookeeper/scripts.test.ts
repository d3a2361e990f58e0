import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serverFileItems, serverFiles } from "../../../../components/zookeeper/scripts";

// A pod's files in a folder, and a "java" that notes how it was called: what a script does around the JVM. That
// ZooKeeper takes these arguments is for the end-to-end tests to show.
let pod: string;
let data: string;

const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o755 });
};

const calls = (): readonly (readonly string[])[] =>
  existsSync(join(pod, "calls"))
    ? readFileSync(join(pod, "calls"), "utf8")
        .split("--\n")
        .filter((call) => call !== "")
        .map((call) => call.trimEnd().split("\n"))
    : [];

const environment = (podName = "zookeeper-1") => ({
  PATH: `${join(pod, "jre")}:${process.env.PATH}`,
  CALLS: join(pod, "calls"),
  POD_NAME: podName,
  JVM_OPTIONS: "-Xms1G -Xmx1G",
});

const run = (script: string, args: readonly string[] = [], podName?: string) =>
  spawnSync(join(pod, "bin", script), args, { encoding: "utf8", env: environment(podName) });

const start = (podName?: string) => run("start.sh", [], podName);

const establish = () => write(join(pod, "established/established"), "yes\n");
const hold = (name: string, text = "x") => write(join(data, "version-2", name), text);

describe("in a ZooKeeper server's pod", () => {
  beforeEach(() => {
    pod = mkdtempSync(join(tmpdir(), "pod-"));
    data = join(pod, "volume/data");
    const rendered = serverFiles(3, "kafka");
    const files: Record<string, string> = {
      ...rendered,
      "zoo.cfg": (rendered["zoo.cfg"] ?? "").replace(/^dataDir=.*$/m, `dataDir=${data}`),
    };
    for (const { key, path } of serverFileItems()) {
      write(join(pod, path), files[key] ?? "");
    }
    write(join(pod, "jre/java"), '#!/bin/sh\nfor a; do printf "%s\\n" "$a"; done >>"$CALLS"; echo -- >>"$CALLS"\n');
  });

  afterEach(() => rmSync(pod, { recursive: true }));

  it("every file that the platform has for it lies somewhere", () => {
    const placed = new Set(serverFileItems().map(({ key }) => key));
    assert.deepEqual([...placed].sort(), Object.keys(serverFiles(3, "kafka")).sort());
  });

  describe("start.sh", () => {
    it("becomes the server whose id is the pod's ordinal and one", () => {
      const { status, stderr } = start("zookeeper-2");
      assert.equal(status, 0, stderr);
      assert.equal(readFileSync(join(data, "myid"), "utf8"), "3\n");
      const [call] = calls();
      assert.deepEqual(call?.slice(0, 2), ["-Xms1G", "-Xmx1G"]);
      assert.deepEqual(call?.slice(-2), [
        "org.apache.zookeeper.server.quorum.QuorumPeerMain",
        `${pod}/bin/../etc/zoo.cfg`,
      ]);
    });

    it("starts again from its own volume as from a new one", () => {
      start();
      hold("snapshot.0");
      assert.deepEqual([start().status, calls().length], [0, 2]);
    });

    it("refuses another server's volume", () => {
      start("zookeeper-0");
      const { status, stderr } = start("zookeeper-1");
      assert.deepEqual([status, calls().length], [1, 1]);
      assert.match(
        stderr,
        /^The volume of zookeeper-1 belongs to server 1, and this is server 2\. Nothing was changed/,
      );
      assert.equal(readFileSync(join(data, "myid"), "utf8"), "1\n");
    });

    it("refuses a volume with data that does not say whose it is", () => {
      for (const [name, found] of [
        ["log.1", undefined],
        ["snapshot.0", ""],
      ] as const) {
        rmSync(join(pod, "volume"), { recursive: true, force: true });
        hold(name);
        if (found !== undefined) {
          write(join(data, "myid"), found);
        }
        const { status, stderr } = start();
        assert.equal(status, 1);
        assert.match(stderr, /holds data, and no .*myid to say whose it is\. Nothing was changed/);
      }
      assert.deepEqual(calls(), []);
    });

    it("writes its id anew where a power cut has left an empty file and no data", () => {
      write(join(data, "myid"), "");
      assert.equal(start().status, 0);
      assert.equal(readFileSync(join(data, "myid"), "utf8"), "2\n");
    });

    it("refuses to be a server that the others do not count", () => {
      const { status, stderr } = start("zookeeper-3");
      assert.deepEqual([status, calls()], [1, []]);
      assert.match(stderr, /^zookeeper-3 is not among the servers of the ensemble/);
    });

    it("may begin with nothing in a new ensemble", () => {
      start();
      assert.ok(existsSync(join(data, "initialize")));
    });

    it("may not begin with nothing once the ensemble has had a quorum, and says what it waits for", () => {
      start();
      establish();
      const { status, stderr } = start();
      assert.equal(status, 0);
      assert.ok(!existsSync(join(data, "initialize")), "the leave of an earlier start holds no longer");
      assert.match(stderr, /^The volume of zookeeper-1 is empty though its ensemble is not new/);
    });

    it("says nothing of that to a server with data, and gives it no leave", () => {
      start();
      rmSync(join(data, "initialize"));
      for (const prepare of [() => {}, establish]) {
        hold("snapshot.100000000");
        prepare();
        assert.equal(start().stderr, "");
        assert.ok(!existsSync(join(data, "initialize")));
      }
    });

    it("lets a server that has only waited begin when it is told that the ensemble is new", () => {
      start();
      hold("currentEpoch", "-1");
      hold("acceptedEpoch", "-1");
      start();
      assert.ok(!existsSync(join(data, "version-2/currentEpoch")));
      assert.ok(!existsSync(join(data, "version-2/acceptedEpoch")));
      assert.ok(existsSync(join(data, "initialize")));
    });

    it("keeps what a server has promised the others", () => {
      start();
      hold("currentEpoch", "1");
      hold("acceptedEpoch", "2");
      start();
      assert.equal(readFileSync(join(data, "version-2/acceptedEpoch"), "utf8"), "2");
    });
  });

  describe("zkServer.sh", () => {
    /** Runs the script while something answers as the server would, on a port of its own. */
    async function ask(script: string, args: readonly string[], answer: string) {
      const asked: string[] = [];
      const server = createServer((socket) => {
        socket.on("data", (word) => {
          asked.push(word.toString());
          socket.end(answer);
        });
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as { port: number };
      const path = join(pod, "bin/four-letter-word.sh");
      write(path, readFileSync(path, "utf8").replace("127.0.0.1/2181", `127.0.0.1/${port}`));
      try {
        const child = spawn(join(pod, "bin", script), args, { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
        let [stdout, stderr] = ["", ""];
        child.stdout.on("data", (text) => {
          stdout += text;
        });
        child.stderr.on("data", (text) => {
          stderr += text;
        });
        const [status] = await once(child, "close");
        return { status, stdout, stderr, asked };
      } finally {
        server.close();
      }
    }

    for (const mode of ["leader", "follower"]) {
      it(`is content with a ${mode}, and says so`, async () => {
        const answer = `Zookeeper version: 3.8.4\nMode: ${mode}\nNode count: 5\n`;
        const { status, stdout, asked } = await ask("zkServer.sh", ["status"], answer);
        assert.deepEqual([status, stdout, asked], [0, `Mode: ${mode}\n`, ["srvr"]]);
      });
    }

    it("fails for a server without a quorum, and shows what it says", async () => {
      const answer = "This ZooKeeper instance is not currently serving requests\n";
      const { status, stdout, stderr } = await ask("zkServer.sh", ["status"], answer);
      assert.deepEqual([status, stdout, stderr], [1, "", answer]);
    });

    it("fails for a server that stands alone", async () => {
      assert.equal((await ask("zkServer.sh", ["status"], "Mode: standalone\n")).status, 1);
    });

    it("fails when nothing answers", async () => {
      const { status, stderr } = await ask("zkServer.sh", ["status"], "");
      assert.deepEqual([status, stderr], [1, "The server does not answer.\n"]);
    });

    it("does nothing but tell the status", () => {
      const { status, stderr } = run("zkServer.sh", ["stop"]);
      assert.deepEqual([status, stderr], [2, "usage: zkServer.sh status\n"]);
    });

    it("is not what tells whether the server lives: that asks only for an answer", async () => {
      const { status, stdout, asked } = await ask("four-letter-word.sh", ["ruok"], "imok");
      assert.deepEqual([status, stdout, asked], [0, "imok\n", ["ruok"]]);
      assert.notEqual((await ask("four-letter-word.sh", ["ruok"], "")).status, 0);
    });
  });

  describe("zookeeper-shell.sh", () => {
    it("asks the server in its own pod, with the server's certificate", () => {
      assert.equal(run("zookeeper-shell.sh", ["get", "/kafka/cluster/id"]).status, 0);
      const [call = []] = calls();
      assert.deepEqual(call.slice(call.indexOf("org.apache.zookeeper.ZooKeeperMain")), [
        "org.apache.zookeeper.ZooKeeperMain",
        "-client-configuration",
        `${pod}/bin/../etc/client.properties`,
        "-server",
        "localhost:2182",
        "get",
        "/kafka/cluster/id",
      ]);
      assert.ok(call.includes("-Xmx128m"));
    });

    it("asks another one when it is told to", () => {
      run("zookeeper-shell.sh", ["-server", "zookeeper-0.zookeeper:2182", "ls", "/"]);
      assert.deepEqual(calls()[0]?.slice(-4), ["-server", "zookeeper-0.zookeeper:2182", "ls", "/"]);
    });
  });
});
