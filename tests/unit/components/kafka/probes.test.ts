import assert from "node:assert/strict";
import { probes } from "../../../../components/kafka/probes";

const args = { startupTimeout: "30m", readinessPeriod: "30s", readinessTimeout: "20s" };
const { startupProbe, livenessProbe, readinessProbe } = probes(args, "REPLICATION");

describe("the probes of a node", () => {
  it("call a node ready by asking whether it is in sync, and not by its port", () => {
    assert.deepEqual(readinessProbe, {
      exec: { command: ["/opt/kafka-platform/bin/readiness.sh"] },
      periodSeconds: 30,
      timeoutSeconds: 20,
      failureThreshold: 2,
    });
  });

  it("never restart a node for being out of sync", () => {
    assert.deepEqual(livenessProbe.tcpSocket, { port: "tcp-replication" });
    assert.ok(!("exec" in livenessProbe));
  });

  it("give a node the time that it may take to recover its log", () => {
    assert.deepEqual(startupProbe.tcpSocket, { port: "tcp-replication" });
    assert.equal(startupProbe.periodSeconds * startupProbe.failureThreshold, 30 * 60);
  });

  it("look at a listener that the node has", () => {
    const { startupProbe: startup, livenessProbe: liveness } = probes(args, "CONTROLLER");
    assert.deepEqual([startup.tcpSocket.port, liveness.tcpSocket.port], ["tcp-controller", "tcp-controller"]);
  });
});
