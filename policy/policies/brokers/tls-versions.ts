import { allNamed, brokerRule, partsOf, said } from "../../lib/broker-files";
import { isEncrypted, listenersOf } from "../../lib/listeners";

const key = "ssl.enabled.protocols";
const allowed = ["TLSv1.3", "TLSv1.2"];

export const brokerTlsVersions = brokerRule({
  name: "broker-tls-versions",
  must: "It is written out that nodes speak TLS 1.2 and 1.3, and no older version.",
  why: "Older versions can be broken into. Left out, the Java version in the image decides.",
  fix: `Write ${key}=TLSv1.3,TLSv1.2; where ssl.protocol is written, TLSv1.3.`,
  judge: (file) => {
    const isMissing = !file.properties.has(key) && listenersOf(file).some(isEncrypted);
    const lists = allNamed(file, key).filter((name) => {
      const versions = partsOf(file.properties.get(name));
      return versions.length === 0 || !versions.every((version) => allowed.includes(version));
    });
    const single = allNamed(file, "ssl.protocol").filter(
      (name) => ![...allowed, "TLS"].includes(file.properties.get(name) ?? ""),
    );
    return [...(isMissing ? [key] : []), ...lists, ...single].map((name) => said(file, name));
  },
});
