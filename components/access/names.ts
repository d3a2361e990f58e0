/** The Secret with an application's credentials, in the application's namespace. */
export const secretName = (application: string): string => `${application}-kafka`;

/** The Secret with what an application's own stack makes topics by, in the application's namespace. */
export const ownerSecretName = (application: string): string => `${application}-kafka-owner`;
