import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { catalog } from "../../../catalog/catalog";
import { type ApplicationArgs, Applications } from "../../../components/access/applications";
import { derivePassword, passwordSeed } from "../../../components/access/passwords";
import { isSecret, only, type Registration, register, revealed, unknown, type World, worlds } from "../mocks";
import { platform } from "../platform";

const userType = "kafka:index/userScramCredential:UserScramCredential";
const aclType = "kafka:index/acl:Acl";
const quotaType = "kafka:index/quota:Quota";
const secretType = "kubernetes:core/v1:Secret";

// What the mocks' random bytes come to.
const seed = Buffer.alloc(32, "seed");

const shop: ApplicationArgs = {
  namespace: "shop",
  produces: ["order.events"],
  consumes: ["order.events"],
  groups: ["orders"],
  transactionalIdPrefix: "orders-",
  quota: { produce: "1Mi", consume: "2Mi", requests: 50 },
};

const made = (world: World, args: Partial<ApplicationArgs> = {}): Promise<readonly Registration[]> =>
  register(world, () => {
    const random = passwordSeed("passwords", { protect: true });
    new Applications(
      "applications",
      {
        applications: { orders: { ...shop, ...args } },
        seed: random,
        bootstrapServers: "kafka.kafka.svc.cluster.local:9092",
        certificateAuthorities: "PEM",
        owner: (application, rotation) => ({
          certificate: pulumi.output(`certificate of ${application} ${rotation}`),
          key: pulumi.secret(`key of ${application} ${rotation}`),
        }),
        compression: "snappy",
        stack: "kafka-platform.test",
        liveUsers: async () => new Set(),
        deletedWith: random,
      },
      {},
    );
  });

const ofType = (resources: readonly Registration[], wanted: string) => resources.filter(({ type }) => type === wanted);
const namesOf = (resources: readonly Registration[], wanted: string) =>
  ofType(resources, wanted).map(({ name }) => name);

for (const world of worlds) {
  describe(`an application, with ${world}`, () => {
    let resources: readonly Registration[];

    before(async () => {
      resources = await made(world);
    });

    it("is a user whose password is derived from the seed, and a secret", () => {
      const { password, ...inputs } = only(resources, userType, "orders").inputs;
      assert.deepEqual(inputs, { username: "orders", scramMechanism: "SCRAM-SHA-512", scramIterations: 8192 });
      assert.ok(isSecret(password));
      assert.equal(revealed(password), world === "known outputs" ? derivePassword(seed, "orders", 1) : unknown);
    });

    it("is allowed by name what it says that it does, and nothing else", () => {
      const rules = ofType(resources, aclType).map(({ inputs }) => [
        inputs.aclPrincipal,
        inputs.aclPermissionType,
        inputs.aclOperation,
        inputs.aclResourceType,
        inputs.resourcePatternTypeFilter,
        inputs.aclResourceName,
        inputs.aclHost,
      ]);
      assert.deepEqual(rules, [
        ["User:orders", "Allow", "Write", "Topic", "Literal", "order.events", "*"],
        ["User:orders", "Allow", "Read", "Topic", "Literal", "order.events", "*"],
        ["User:orders", "Allow", "Read", "Group", "Literal", "orders", "*"],
        ["User:orders", "Allow", "Write", "TransactionalID", "Prefixed", "orders-", "*"],
      ]);
    });

    it("is bound by its quota", () => {
      assert.deepEqual(only(resources, quotaType, "orders").inputs, {
        entityType: "user",
        entityName: "orders",
        config: { producer_byte_rate: "1048576", consumer_byte_rate: "2097152", request_percentage: "50" },
      });
    });

    it("is made when what its guard compares with is known, and keeps no place of Pulumi's busy until then", () => {
      const guarded = resources.filter(({ beforeCreate }) => beforeCreate.includes("password-revival-guard"));
      assert.deepEqual(new Set(guarded.map(({ type }) => type)), new Set([userType, aclType, quotaType]));
      assert.ok(guarded.every(({ dependencies }) => dependencies.includes("rotations")));
    });

    it("finds all it needs in a Secret of its namespace, which comes last", () => {
      const { inputs, dependencies } = only(resources, secretType);
      assert.deepEqual(inputs.metadata, {
        namespace: "shop",
        name: "orders-kafka",
        labels: { "kafka-platform/stack": "kafka-platform.test" },
      });
      assert.ok(isSecret(inputs.data));
      const before = [userType, aclType, quotaType].flatMap((type) => namesOf(resources, type));
      assert.deepEqual(
        before.filter((name) => !dependencies.includes(name)),
        [],
      );
    });
  });
}

describe("what Kafka knows of an application", () => {
  it("has a name that says what it is, so that no two are one and another thing has another name", async () => {
    const resources = await made("known outputs");
    assert.deepEqual(namesOf(resources, aclType), [
      "orders/Write/Topic/Literal/order.events",
      "orders/Read/Topic/Literal/order.events",
      "orders/Read/Group/Literal/orders",
      "orders/Write/TransactionalID/Prefixed/orders-",
    ]);
  });

  it("is made anew when anything in it changes, the old one first, so that what is half made is mended", async () => {
    const resources = await made("known outputs");
    for (const type of [userType, aclType, quotaType]) {
      for (const { name, deleteBeforeReplace, replaceOnChanges, deletedWith } of ofType(resources, type)) {
        assert.deepEqual([deleteBeforeReplace, replaceOnChanges, deletedWith], [true, ["*"], "passwords"], name);
      }
    }
  });
});

describe("what an application has", () => {
  it("is judged before it is made, for a password may have worked once", async () => {
    const resources = await made("known outputs");
    for (const type of [userType, aclType, quotaType]) {
      for (const { name, beforeCreate } of ofType(resources, type)) {
        assert.deepEqual(beforeCreate, ["password-revival-guard"], name);
      }
    }
  });

  it("is judged before it is deleted, for it may be what a resource of another name stands for", async () => {
    const resources = await made("known outputs", { owns: ["orders."] });
    for (const type of [userType, aclType, quotaType, secretType]) {
      for (const { name, beforeDelete } of ofType(resources, type)) {
        assert.deepEqual(beforeDelete, ["rename-guard"], name);
      }
    }
  });
});

describe("a password that is replaced", () => {
  it("works beside the new one, by a user who may do the same, and the Secret tells the new one", async () => {
    const resources = await made("known outputs", { rotation: 2 });
    assert.deepEqual(namesOf(resources, userType), ["orders", "orders.2"]);
    assert.deepEqual(namesOf(resources, quotaType), ["orders", "orders.2"]);
    const rulesOf = (user: string) =>
      namesOf(resources, aclType).flatMap((name) => (name.startsWith(`${user}/`) ? [name.slice(user.length)] : []));
    assert.deepEqual(rulesOf("orders.2"), rulesOf("orders"));
    const data = revealed(only(resources, secretType).inputs.data) as Record<string, string>;
    const file = (name: string) => Buffer.from(data[name] ?? "", "base64").toString();
    assert.deepEqual([file("username"), file("password")], ["orders.2", derivePassword(seed, "orders", 2)]);
    const passwords = ofType(resources, userType).map(({ inputs }) => revealed(inputs.password));
    assert.deepEqual(passwords, [derivePassword(seed, "orders", 1), derivePassword(seed, "orders", 2)]);
  });

  it("works no more once it is revoked", async () => {
    const resources = await made("known outputs", { rotation: 2, revoked: 1 });
    assert.deepEqual(namesOf(resources, userType), ["orders.2"]);
    assert.ok(namesOf(resources, aclType).every((name) => name.startsWith("orders.2/")));
  });
});

describe("a user who was there before its application", () => {
  it("keeps its password: it has rules and a quota, and no Secret says a password that it does not have", async () => {
    const resources = await made("known outputs", { adopted: true });
    assert.deepEqual(namesOf(resources, userType), []);
    assert.deepEqual(namesOf(resources, secretType), []);
    assert.equal(namesOf(resources, aclType).length, 4);
    assert.deepEqual(namesOf(resources, quotaType), ["orders"]);
  });

  it("works on beside the one that has a password of the program's", async () => {
    const resources = await made("known outputs", { adopted: true, rotation: 2 });
    assert.deepEqual(namesOf(resources, userType), ["orders.2"]);
    assert.deepEqual(namesOf(resources, quotaType), ["orders", "orders.2"]);
    const data = revealed(only(resources, secretType).inputs.data) as Record<string, string>;
    assert.equal(Buffer.from(data.username ?? "", "base64").toString(), "orders.2");
  });
});

describe("an application that owns topics", () => {
  const ownerOf = (rules: readonly Registration[]) => [
    ...new Set(
      ofType(rules, aclType)
        .filter(({ inputs }) => inputs.aclResourceName === "orders.")
        .map(({ inputs }) => inputs.aclPrincipal),
    ),
  ];

  it("may make and change them by a certificate alone, and its clients may not", async () => {
    const resources = await made("known outputs", { owns: ["orders."] });
    const rules = ofType(resources, aclType).filter(({ inputs }) => inputs.aclResourceName === "orders.");
    assert.deepEqual(
      rules.map(({ inputs }) => [inputs.aclOperation, inputs.aclResourceType, inputs.resourcePatternTypeFilter]),
      [
        ["Create", "Topic", "Prefixed"],
        ["Alter", "Topic", "Prefixed"],
        ["AlterConfigs", "Topic", "Prefixed"],
      ],
    );
    assert.deepEqual(ownerOf(resources), ["User:§CN=orders,OU=owner-1"]);
  });

  it("finds certificate and key in a Secret of their own, which comes last", async () => {
    const resources = await made("known outputs", { owns: ["orders."] });
    const { inputs, dependencies, additionalSecretOutputs } = only(resources, secretType, "orders-kafka-owner");
    assert.deepEqual([inputs.metadata.name, inputs.metadata.namespace], ["orders-kafka-owner", "shop"]);
    assert.ok(isSecret(inputs.data));
    assert.ok(additionalSecretOutputs.includes("data"));
    const data = revealed(inputs.data) as Record<string, string>;
    const file = (name: string) => Buffer.from(data[name] ?? "", "base64").toString();
    assert.deepEqual(["tls.crt", "tls.key", "ca.crt"].map(file), ["certificate of orders 1", "key of orders 1", "PEM"]);
    assert.ok(dependencies.includes("orders/AlterConfigs/Topic/Prefixed/orders."));
  });

  it("gets another certificate with another password, and the one before works as long", async () => {
    const both = await made("known outputs", { owns: ["orders."], rotation: 2 });
    assert.deepEqual(ownerOf(both), ["User:§CN=orders,OU=owner-1", "User:§CN=orders,OU=owner-2"]);
    const data = revealed(only(both, secretType, "orders-kafka-owner").inputs.data) as Record<string, string>;
    assert.equal(Buffer.from(data["tls.crt"] ?? "", "base64").toString(), "certificate of orders 2");
    const revoked = await made("known outputs", { owns: ["orders."], rotation: 2, revoked: 1 });
    assert.deepEqual(ownerOf(revoked), ["User:§CN=orders,OU=owner-2"]);
  });
});

describe("the seed of all passwords", () => {
  it("is a secret in the state, and protected", async () => {
    const { protect, additionalSecretOutputs } = only(
      await made("known outputs"),
      "random:index/randomBytes:RandomBytes",
    );
    assert.deepEqual([protect, additionalSecretOutputs], [true, ["base64", "hex"]]);
  });
});

describe("applications", () => {
  it("are judged before each change of them", async () => {
    const { inputs, beforeUpdate } = only(await made("known outputs", { rotation: 2 }), "pulumi:index:Stash");
    assert.deepEqual(inputs, { input: { orders: { rotation: 2, revoked: 0, adopted: false } } });
    assert.deepEqual(beforeUpdate, ["password-rotation-guard"]);
  });
});

describe("the platform", () => {
  it("makes the catalog's applications, when the cluster is ready and not before the topics' provider is", async () => {
    const resources = await platform("known outputs", async () => {});
    assert.deepEqual(namesOf(resources, userType), Object.keys(catalog.applications));
    assert.deepEqual(
      namesOf(resources, secretType),
      Object.keys(catalog.applications).map((name) => `${name}-kafka`),
    );
    for (const { provider, name } of resources.filter(({ type }) => [userType, aclType, quotaType].includes(type))) {
      assert.ok(provider?.includes("pulumi:providers:kafka::kafka::"), name);
    }
    for (const { provider } of ofType(resources, secretType)) {
      assert.ok(provider?.includes("pulumi:providers:kubernetes::kubernetes::"));
    }
  });
});
