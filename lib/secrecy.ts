const secret = /password|secret|jaas|credential/i;

/** Whether a name, or a name and its value, is one of something that nobody may read. */
export const looksSecret = (text: string): boolean => secret.test(text);
