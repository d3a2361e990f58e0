/** Users with passwords, and rules for them, that live as long as a test: made and removed by the administrator. */
import { pbkdf2Sync, randomBytes } from "node:crypto";
import {
  type AclOperations,
  AclPermissionTypes,
  Admin,
  alterUserScramCredentialsV0,
  Connection,
  AclOperations as Operations,
  ResourcePatternTypes,
  ResourceTypes,
} from "@platformatic/kafka";
import { splitHostPort } from "../../../lib/naming";
import type { Bootstrap } from "../kafka-clients";
import type { Credentials } from "./applications";

const scramSha512 = 2;
const iterations = 4096;

/** What somebody is allowed. */
export interface Rule {
  readonly on: "TOPIC" | "GROUP" | "TRANSACTIONAL_ID";
  readonly name: string;
  /** Whether it is about all whose names begin so. @default false */
  readonly prefixed?: boolean;
  readonly operation: keyof typeof AclOperations;
}

/** The accounts that one test makes. */
export class Accounts {
  private readonly users = new Set<string>();

  constructor(private readonly administrator: Bootstrap) {}

  /** Makes a user, or gives one a new password. */
  async create(username: string): Promise<Credentials> {
    const password = randomBytes(24).toString("hex");
    const salt = randomBytes(16);
    const saltedPassword = pbkdf2Sync(password, salt, iterations, 64, "sha512");
    this.users.add(username);
    await this.alter([], [{ name: username, mechanism: scramSha512, iterations, salt, saltedPassword }]);
    return { username, password };
  }

  async allow(username: string, rules: readonly Rule[]): Promise<void> {
    const creations = rules.map(({ on, name, operation, prefixed = false }) => ({
      resourceType: ResourceTypes[on],
      resourceName: name,
      resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      principal: `User:${username}`,
      host: "*",
      operation: Operations[operation],
      permissionType: AclPermissionTypes.ALLOW,
    }));
    await this.administrate((admin) => admin.createAcls({ creations }));
  }

  /** Removes users that were made, and their rules. @default all of them */
  async remove(users: readonly string[] = [...this.users]): Promise<void> {
    const filters = users.map((username) => ({
      resourceType: ResourceTypes.ANY,
      resourceName: null,
      resourcePatternType: ResourcePatternTypes.ANY,
      principal: `User:${username}`,
      host: null,
      operation: Operations.ANY,
      permissionType: AclPermissionTypes.ANY,
    }));
    await this.administrate((admin) => admin.deleteAcls({ filters }));
    await this.alter(
      users.map((name) => ({ name, mechanism: scramSha512 })),
      [],
    );
    for (const user of users) {
      this.users.delete(user);
    }
  }

  /** Work as the administrator. */
  async administrate<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const { addresses, tls } = this.administrator;
    const admin = new Admin({ clientId: "kafka-platform-tests", bootstrapBrokers: [...addresses], tls, retries: 5 });
    try {
      return await work(admin);
    } finally {
      await admin.close();
    }
  }

  // With ZooKeeper, only the controller does it; with KRaft, every broker knows whom to ask.
  private async alter(
    ...changes: Parameters<typeof alterUserScramCredentialsV0.api.async> extends [unknown, ...infer R] ? R : never
  ): Promise<void> {
    let last: unknown;
    for (const address of this.administrator.addresses) {
      const { host, port } = splitHostPort(address);
      const connection = new Connection("kafka-platform-tests", { tls: this.administrator.tls });
      connection.on("error", () => undefined);
      try {
        await connection.connect(host, port);
        await alterUserScramCredentialsV0.api.async(connection, ...changes);
        return;
      } catch (error) {
        last = error;
      } finally {
        await connection.close();
      }
    }
    throw last;
  }
}
