import { strict as assert } from "node:assert";
import { refused } from "./expect";
import { converse } from "./handshake";
import { type PortName, protocols } from "./protocols";
import type { Scene } from "./scene";

/** Tests that at these ports both sides prove themselves by certificates, and that nothing is said before. */
export function mutualTls(scene: () => Scene, ports: readonly PortName[]): void {
  for (const port of ports) {
    const { isUnderstood } = protocols[port];

    describe(`the port ${port}`, () => {
      it("answers who has a certificate of the platform's authority, by TLS 1.2 and 1.3 and nothing older", async () => {
        for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
          const answer = await converse({ ...scene().call(port), version });
          assert.deepEqual([answer.protocol, isUnderstood(answer)], [version, true]);
        }
        await refused(converse({ ...scene().call(port), version: "TLSv1.1" }), /alert protocol version/);
      });

      it("refuses who has no certificate, or one of another authority with a broker's name", async () => {
        const { identity: _, ...anonymous } = scene().call(port);
        const impostor = { ...anonymous, identity: scene().impostor };
        for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
          const missing = /alert (handshake failure|certificate required|bad certificate)/;
          await refused(converse({ ...anonymous, version }), missing);
          await refused(converse({ ...impostor, version }), /alert certificate unknown/);
        }
      });

      // Who is let in at the election is told nothing either, so that silence proves nothing there.
      if (port !== "election") {
        it("understands nothing that is not encrypted", async () => {
          const { ca: _, ...plain } = scene().call(port);
          assert.ok(!isUnderstood(await converse(plain)));
        });
      }

      it("proves the names of its pod and no other", async () => {
        const { name: _, ...byPodAddress } = scene().call(port);
        const somebodyElse = "kafka-0.kafka-headless.other.svc";
        await refused(converse({ ...byPodAddress, name: somebodyElse }), /ERR_TLS_CERT_ALTNAME/);
        await refused(converse(byPodAddress), /ERR_TLS_CERT_ALTNAME/);
      });
    });
  }
}
