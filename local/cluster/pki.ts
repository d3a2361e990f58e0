/** Keys, certificates and kubeconfigs of a cluster: made once by openssl, kept in its folder with mode 0700. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../support/run";
import type { ClusterLayout } from "./layout";

/** Ten years: a local cluster is thrown away long before. */
const DAYS = "3650";
const EC_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** A certificate to make. */
interface Leaf {
  readonly file: string;
  /** As openssl writes it: `/O=system:nodes/CN=system:node:node-1`. */
  readonly subject: string;
  readonly ca: "ca" | "front-proxy-ca";
  /** As openssl writes them: `DNS:localhost,IP:127.0.0.1`. @default none */
  readonly altNames?: string;
}

/** Who has a certificate: the table of the cluster's identities. */
export function leaves(layout: ClusterLayout): Leaf[] {
  const apiNames = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost"];
  const apiAddresses = ["127.0.0.1", layout.apiServiceIp, layout.controlPlane.ip];
  return [
    {
      file: "apiserver",
      subject: "/CN=kube-apiserver",
      ca: "ca",
      altNames: [...apiNames.map((name) => `DNS:${name}`), ...apiAddresses.map((ip) => `IP:${ip}`)].join(","),
    },
    { file: "apiserver-kubelet-client", subject: "/O=system:masters/CN=kube-apiserver-kubelet-client", ca: "ca" },
    { file: "front-proxy-client", subject: "/CN=front-proxy-client", ca: "front-proxy-ca" },
    { file: "admin", subject: "/O=system:masters/CN=kubernetes-admin", ca: "ca" },
    { file: "controller-manager", subject: "/CN=system:kube-controller-manager", ca: "ca" },
    { file: "scheduler", subject: "/CN=system:kube-scheduler", ca: "ca" },
    { file: "kube-proxy", subject: "/CN=system:kube-proxy", ca: "ca" },
    ...layout.nodes.map(
      ({ name, ip }): Leaf => ({
        file: `kubelet-${name}`,
        subject: `/O=system:nodes/CN=system:node:${name}`,
        ca: "ca",
        altNames: `DNS:${name},IP:${ip}`,
      }),
    ),
  ];
}

/** Makes what is missing; the file `done` says that all of it is there. */
export async function pkiUp(layout: ClusterLayout): Promise<void> {
  const done = join(layout.pki, "done");
  if (existsSync(done)) {
    return;
  }
  await mkdir(layout.pki, { recursive: true, mode: 0o700 });
  for (const ca of ["ca", "front-proxy-ca"]) {
    await makeCa(layout.pki, ca);
  }
  await openssl(layout.pki, "genrsa", "-out", "sa.key", "2048");
  await openssl(layout.pki, "rsa", "-in", "sa.key", "-pubout", "-out", "sa.pub");
  for (const leaf of leaves(layout)) {
    await makeLeaf(layout.pki, leaf);
    writeKubeconfig(layout, join(layout.pki, `${leaf.file}.kubeconfig`), leaf.file);
  }
  writeKubeconfig(layout, layout.kubeconfig, "admin");
  writeFileSync(done, "");
}

const openssl = (cwd: string, ...args: string[]) => run("openssl", args, { cwd });

async function makeCa(dir: string, name: string): Promise<void> {
  const usage = "keyUsage=critical,digitalSignature,keyCertSign,cRLSign";
  const out = ["-keyout", `${name}.key`, "-out", `${name}.crt`];
  await openssl(dir, "req", "-x509", ...EC_KEY, "-days", DAYS, "-subj", `/CN=${name}`, "-addext", usage, ...out);
}

async function makeLeaf(dir: string, { file, subject, ca, altNames }: Leaf): Promise<void> {
  await openssl(dir, "req", "-new", ...EC_KEY, "-keyout", `${file}.key`, "-out", `${file}.csr`, "-subj", subject);
  const extensions = ["keyUsage=critical,digitalSignature", "extendedKeyUsage=serverAuth,clientAuth"];
  const extensionFile = join(dir, `${file}.ext`);
  writeFileSync(extensionFile, [...extensions, ...(altNames ? [`subjectAltName=${altNames}`] : [])].join("\n"));
  const signer = ["-CA", `${ca}.crt`, "-CAkey", `${ca}.key`, "-CAcreateserial", "-days", DAYS];
  await openssl(dir, "x509", "-req", "-in", `${file}.csr`, ...signer, "-extfile", extensionFile, "-out", `${file}.crt`);
  rmSync(extensionFile);
  rmSync(join(dir, `${file}.csr`));
}

/** JSON is YAML: a kubeconfig needs no serializer of its own. */
function writeKubeconfig(layout: ClusterLayout, path: string, leaf: string): void {
  const context = `kafka-platform-${layout.name}`;
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [
      {
        name: context,
        cluster: {
          server: `https://${layout.controlPlane.ip}:6443`,
          "certificate-authority-data": base64File(join(layout.pki, "ca.crt")),
        },
      },
    ],
    users: [
      {
        name: context,
        user: {
          "client-certificate-data": base64File(join(layout.pki, `${leaf}.crt`)),
          "client-key-data": base64File(join(layout.pki, `${leaf}.key`)),
        },
      },
    ],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
  };
  writeFileSync(path, JSON.stringify(kubeconfig, undefined, 2), { mode: 0o600 });
}

const base64File = (path: string): string => readFileSync(path).toString("base64");
