/** The Certificate, Issuer and Secret of a generation of the certificate authority. */
export const authorityName = (generation: number): string => `kafka-ca-${generation}`;

/** Who proves itself by a certificate; the name is the certificate's common name. */
export type Holder = "kafka" | "kafka-admin" | "zookeeper";

/** The Certificate and the Secret of a holder. */
export const leafName = (holder: Holder): string => `${holder}-tls`;

/**
 * A holder as Kafka and ZooKeeper name it. The whole distinguished name, and no part of it: no rule has to map it, and
 * nobody who is known by a password is named like this.
 */
export const distinguishedName = (holder: Holder, namespace: string): string => `CN=${holder},O=${namespace}`;
