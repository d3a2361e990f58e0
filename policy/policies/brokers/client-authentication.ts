import { brokerRule } from "../../lib/broker-files";
import { listenersOf, settingFor } from "../../lib/listeners";
import { show } from "../../lib/plain";

const key = "ssl.client.auth";
const words = ["none", "requested", "required"];

export const brokerClientAuthentication = brokerRule({
  name: "broker-client-authentication",
  must: "Where nobody is asked for a password, everybody is asked for a certificate.",
  why: "Otherwise Kafka does not know who calls, and can only let in everybody or nobody.",
  fix: `Write ${key}=required; for a listener with SASL_SSL, listener.name.NAME.${key}=none is right too.`,
  judge: (file) =>
    listenersOf(file).flatMap((listener) => {
      const found = settingFor(file, listener, key);
      // A listener without TLS, or of which nothing is said, is another rule's.
      const isRight =
        !listener.isOwn ||
        (listener.protocol === "SSL"
          ? found === "required"
          : listener.protocol !== "SASL_SSL" || found === undefined || words.includes(found));
      return isRight ? [] : [`${key} is ${show(found)} for ${listener.name}, which is ${listener.protocol}`];
    }),
});
