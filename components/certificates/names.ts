/** The Certificate, Issuer and Secret of a generation of the certificate authority. */
export const authorityName = (generation: number): string => `kafka-ca-${generation}`;

/** Who proves itself by a certificate; the name is the certificate's common name. */
export type Holder = "kafka" | "kafka-admin" | "zookeeper";

/** The Certificate and the Secret of a holder. */
export const leafName = (holder: Holder): string => `${holder}-tls`;

/** A holder as ZooKeeper names it, and as Kafka does after a sign of its own: the whole distinguished name. */
export const distinguishedName = (holder: Holder, namespace: string): string => `CN=${holder},O=${namespace}`;
