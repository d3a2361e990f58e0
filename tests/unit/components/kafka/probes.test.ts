import assert from "node:assert/strict";
import { probes } from "../../../../components/kafka/probes";

const { startupProbe, livenessProbe, readinessProbe } = probes({
  startupTimeout: "30m",
  readinessPeriod: "30s",
  readinessTimeout: "20s",
});

describe("the brokers' probes", () => {
  it("call a broker ready by asking whether it is in sync, and not by its port", () => {
    assert.deepEqual(readinessProbe, {
      exec: { command: ["/opt/kafka-platform/bin/readiness.sh"] },
      periodSeconds: 30,
      timeoutSeconds: 20,
      failureThreshold: 2,
    });
  });

  it("never restart a broker for being out of sync", () => {
    assert.deepEqual(livenessProbe.tcpSocket, { port: "tcp-replication" });
    assert.ok(!("exec" in livenessProbe));
  });

  it("give a broker the time that it may take to recover its log", () => {
    assert.deepEqual(startupProbe.tcpSocket, { port: "tcp-replication" });
    assert.equal(startupProbe.periodSeconds * startupProbe.failureThreshold, 30 * 60);
  });
});
