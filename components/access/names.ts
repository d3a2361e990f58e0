/** The Secret with an application's credentials, in the application's namespace. */
export const secretName = (application: string): string => `${application}-kafka`;
