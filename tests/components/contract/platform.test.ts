import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { contractVersion, KafkaPlatform, type PlatformOutputs } from "../../../contract/index";
import { version } from "../../../contract/package.json";

const outputs: PlatformOutputs = {
  contractVersion: 1,
  clusterId: "4L6g3nShT-eMCtK--X86sw",
  kafkaVersion: "4.2.0",
  bootstrapServers: { client: "kafka.kafka.svc.cluster.local:9092", external: ["10.0.0.1:31090"] },
  certificateAuthorities: "PEM",
  topics: { "order.events": { name: "order.events", partitions: 3, replicationFactor: 3 } },
  applications: { orders: { namespace: "shop", secretName: "orders-kafka", username: "orders", groups: ["orders"] } },
};

/** The platform of a stack that tells these outputs. */
async function platformOf(told: Record<string, unknown>): Promise<KafkaPlatform> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: { ...inputs, outputs: told, secretOutputNames: [] } }),
    call: () => ({}),
  });
  return KafkaPlatform.fromStack("kafka-platform/prod");
}

const known = <T>(output: pulumi.Output<T>): Promise<T> =>
  (output as unknown as { promise: () => Promise<T> }).promise();

const failure = async (output: pulumi.Output<unknown>): Promise<string> => {
  const reason = await known(output).then(
    () => assert.fail("it should have failed"),
    (error: unknown) => error,
  );
  assert.ok(pulumi.RunError.isInstance(reason));
  return reason.message;
};

describe("a platform as an application's stack sees it", () => {
  it("tells where clients begin, and of topics and applications by their names", async () => {
    const platform = await platformOf(outputs);
    assert.deepEqual(await known(platform.outputs), outputs);
    assert.equal(await known(platform.bootstrapServers), "kafka.kafka.svc.cluster.local:9092");
    assert.equal((await known(platform.topic("order.events"))).partitions, 3);
    assert.equal((await known(platform.application("orders"))).secretName, "orders-kafka");
  });

  it("names what there is where something is not", async () => {
    const platform = await platformOf(outputs);
    assert.equal(
      await failure(platform.topic("order.event")),
      "The stack kafka-platform/prod has no topic order.event, only order.events. Add it to catalog/topics.ts of the platform.",
    );
    assert.match(await failure(platform.application("constructor")), /has no application constructor, only orders\./);
  });

  it("lets a program decide by whether it knows an application", async () => {
    const platform = await platformOf(outputs);
    assert.equal(await platform.knowsApplication("orders"), true);
    assert.equal(await platform.knowsApplication("crm"), false);
    assert.equal(await platform.knowsApplication("constructor"), false);
  });

  it("tells by what an application makes topics of its own, and what to do where it may make none", async () => {
    const owner = { topicPrefixes: ["order."], secretName: "owner" };
    const [name = "", application] = Object.entries(outputs.applications)[0] ?? [];
    const applications = { [name]: { ...application, owner }, other: { ...application, owner: undefined } };
    const platform = await platformOf({ ...outputs, applications });
    assert.deepEqual(await known(platform.owner(name)), owner);
    assert.match(await failure(platform.owner("other")), /other owns no topics .*by owns in catalog\/applications\.ts/);
  });

  it("tells of a Schema Registry and of Kafka Connect where there are any", async () => {
    const schemaRegistry = { url: "http://schema-registry.kafka.svc.cluster.local:8081" };
    assert.deepEqual(
      (await known((await platformOf({ ...outputs, schemaRegistry })).outputs)).schemaRegistry,
      schemaRegistry,
    );
    assert.match(await failure((await platformOf({ ...outputs, connect: {} })).outputs), /connect\.url: /);
  });

  it("may tell more than this version knows, which is left out", async () => {
    const platform = await platformOf({ ...outputs, weather: "fine" });
    assert.deepEqual(await known(platform.outputs), outputs);
  });

  it("is refused where the stack is none of a platform, or has another version, and says which", async () => {
    assert.match(await failure((await platformOf({ url: "x" })).outputs), /tells nothing of a Kafka platform/);
    assert.match(
      await failure((await platformOf({ ...outputs, contractVersion: 2 })).outputs),
      /by version 2 of the contract, and this program reads version 1\. Install 2\.x of kafka-platform-contract/,
    );
  });

  it("has its version in that of the package, so that the message can name what to install", () => {
    assert.equal(version.split(".")[0], String(contractVersion));
  });

  it("is refused where its outputs are not what the version says, with each place", async () => {
    const { clusterId: _, ...rest } = outputs;
    const broken = { ...rest, topics: { "order.events": { name: "order.events", partitions: "3" } } };
    const message = await failure((await platformOf(broken)).bootstrapServers);
    assert.match(message, /\n {2}clusterId: .*expected string/);
    assert.match(message, /\n {2}topics\.order\.events\.partitions: .*expected number/);
    assert.match(message, /\n {2}topics\.order\.events\.replicationFactor: /);
  });
});
