/** The Certificate, Issuer and Secret of a generation of the certificate authority. */
export const authorityName = (generation: number): string => `kafka-ca-${generation}`;

/** Who proves itself by a certificate; the name is the certificate's common name. */
export type Holder = "kafka" | "kafka-admin" | "zookeeper";

/** The Certificate and the Secret of a holder. */
export const leafName = (holder: Holder): string => `${holder}-tls`;

/** A holder as ZooKeeper names it, and as Kafka does after a sign of its own: the whole distinguished name. */
export const distinguishedName = (holder: Holder, namespace: string): string => `CN=${holder},O=${namespace}`;

/**
 * The Certificate and the Secret, in the platform's namespace, of one rotation of an application that owns topics. Each
 * has its own: cert-manager takes a Secret that an earlier Certificate has left, and looks at no unit in it.
 */
export const ownerLeafName = (application: string, rotation: number): string =>
  `${application}-${ownerUnit(rotation)}-tls`;

/**
 * What an application that owns topics is called by the certificate of one rotation. Its unit is what tells it from every
 * {@link Holder}, whatever the application's name is.
 */
export const ownerName = (application: string, rotation: number): string =>
  `CN=${application},OU=${ownerUnit(rotation)}`;

/** The organisational unit in the name of an application that owns topics. */
export const ownerUnit = (rotation: number): string => `owner-${rotation}`;
