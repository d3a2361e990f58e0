import { hkdfSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/**
 * What all passwords are derived from. It is protected: with another one, every application has another password.
 *
 * The Kafka provider has to know a user's password in previews too, and does know it once this is made.
 */
export const passwordSeed = (name: string, opts: pulumi.CustomResourceOptions): random.RandomBytes =>
  new random.RandomBytes(name, { length: 32 }, opts);

/** The password of one rotation of an application: 256 bits, as text of letters, digits, dashes and underscores. */
export const passwordOf = (seed: random.RandomBytes, application: string, rotation: number): pulumi.Output<string> =>
  pulumi.secret(seed.base64.apply((base64) => derivePassword(Buffer.from(base64, "base64"), application, rotation)));

/** HKDF with SHA-256 (RFC 5869); application and rotation are its info. */
export const derivePassword = (seed: Buffer, application: string, rotation: number): string =>
  Buffer.from(hkdfSync("sha256", seed, "kafka-platform", `scram/${application}/${rotation}`, 32)).toString("base64url");
