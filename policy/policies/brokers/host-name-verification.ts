import { allNamed, brokerRule, said } from "../../lib/broker-files";

const key = "ssl.endpoint.identification.algorithm";

export const brokerHostNameVerification = brokerRule({
  name: "broker-host-name-verification",
  must: "A node that calls another makes sure that the certificate is that of the host it called.",
  why: "Otherwise any holder of a certificate of the same authority can pass as a broker, and gets what is meant for it.",
  fix: `Write ${key}=https, or leave it out; an empty value turns it off.`,
  judge: (file) =>
    allNamed(file, key)
      .filter((name) => file.properties.get(name)?.toLowerCase() !== "https")
      .map((name) => said(file, name)),
});
