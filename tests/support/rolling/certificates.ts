import { connect } from "node:tls";
import type { LocalStack } from "../../../local/stack";
import { run } from "../../../local/support/run";
import { waitFor } from "../../../local/support/wait";
import { bootstrap, kubeJson, layout } from "../test-platform";

interface Condition {
  readonly type: string;
  readonly status: string;
}

interface Certificate {
  readonly status: { readonly revision?: number; readonly conditions: readonly Condition[] };
}

const read = (name: string) => kubeJson<Certificate>("get", "certificate", name, "-n", "kafka");

const is = (type: string, { status }: Certificate) =>
  status.conditions.some((condition) => condition.type === type && condition.status === "True");

/** Has cert-manager issue a certificate before its time, as `cmctl renew` does; returns once it is there. */
export async function renew(name: string): Promise<void> {
  const before = await read(name);
  const issuing = {
    type: "Issuing",
    status: "True",
    reason: "ManuallyTriggered",
    message: "Renewed by hand",
    lastTransitionTime: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
  };
  const others = before.status.conditions.filter(({ type }) => type !== "Issuing");
  const patch = JSON.stringify({ status: { conditions: [...others, issuing] } });
  await run("kubectl", [
    ...["--kubeconfig", layout().kubeconfig, "patch", "certificate", name, "-n", "kafka"],
    ...["--subresource=status", "--type=merge", "-p", patch],
  ]);
  await waitFor(
    `a new certificate ${name}`,
    async () => {
      const now = await read(name);
      return (now.status.revision ?? 0) > (before.status.revision ?? 0) && is("Ready", now) && !is("Issuing", now);
    },
    { timeoutMs: 60_000 },
  );
}

/** The serial numbers of the certificates that the brokers of a stack serve now, in the order of their ids. */
export async function servedSerials(stack: LocalStack): Promise<string[]> {
  const { addresses, tls } = await bootstrap(stack);
  return Promise.all(
    addresses.map((address) => {
      const [host, port] = address.split(":");
      return new Promise<string>((resolve, reject) => {
        const socket = connect({ host: host as string, port: Number(port), ...tls }, () => {
          resolve(socket.getPeerCertificate().serialNumber);
          socket.destroy();
        });
        socket.on("error", reject);
      });
    }),
  );
}
