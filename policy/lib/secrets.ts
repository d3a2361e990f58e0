const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;

/** Whether a text holds a private key. */
export const holdsPrivateKey = (text: string): boolean => privateKey.test(text);
