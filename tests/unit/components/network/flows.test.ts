import assert from "node:assert/strict";
import fc from "fast-check";
import { type FlowArgs, flows, membersOf, reachableFrom } from "../../../../components/network/flows";
import { policyOf } from "../../../../components/network/policies";

const platforms: fc.Arbitrary<FlowArgs> = fc.record({
  coordination: fc.constantFrom("kraft", "zookeeper"),
  dedicatedControllers: fc.boolean(),
  zones: fc.boolean(),
});
const ranges = fc.uniqueArray(fc.constantFrom("10.0.0.0/8", "192.168.1.0/24", "fd00::/8"));

// biome-ignore lint/suspicious/noExplicitAny: rules as Kubernetes has them
type Rule = any;

const numbers = ({ ports }: Rule): number[] => ports.map(({ port }: { port: number }) => port);
const apps = (peers: Rule[] | undefined): string[] =>
  (peers ?? []).flatMap(({ podSelector }) => podSelector?.matchLabels.app ?? []);

const combined: FlowArgs = { coordination: "kraft", dedicatedControllers: false, zones: false };
const dedicated: FlowArgs = { ...combined, dedicatedControllers: true };
const zookeeper: FlowArgs = { ...combined, coordination: "zookeeper" };

describe("what a platform's network lets through", () => {
  it("shows other namespaces nothing but the brokers' client port, in every mode", () => {
    fc.assert(
      fc.property(platforms, (args) => {
        assert.deepEqual(reachableFrom("pods", args), [{ member: "kafka", port: 9092 }]);
      }),
    );
  });

  it("shows administrators nothing but the brokers' external port, in every mode", () => {
    fc.assert(
      fc.property(platforms, (args) => {
        assert.deepEqual(reachableFrom("administrators", args), [{ member: "kafka", port: 9094 }]);
      }),
    );
  });

  it("leads brokers to each other and to the controllers, wherever these are", () => {
    assert.deepEqual(reachableFrom("kafka", combined), [
      { member: "kafka", port: 9091 },
      { member: "kafka", port: 9092 },
      { member: "kafka", port: 9093 },
    ]);
    assert.deepEqual(reachableFrom("kafka", dedicated), [
      { member: "kafka", port: 9091 },
      { member: "kafka", port: 9092 },
      { member: "kafka-controller", port: 9093 },
    ]);
  });

  it("leads brokers to ZooKeeper's TLS port alone, and its servers to each other", () => {
    const toServers = (origin: "kafka" | "zookeeper") =>
      reachableFrom(origin, zookeeper).flatMap(({ member, port }) => (member === "zookeeper" ? [port] : []));
    assert.deepEqual(toServers("kafka"), [2182]);
    assert.deepEqual(toServers("zookeeper"), [2182, 2888, 3888]);
  });

  it("leads neither controllers nor ZooKeeper to a broker", () => {
    for (const [origin, args] of [
      ["kafka-controller", dedicated],
      ["zookeeper", zookeeper],
    ] as const) {
      assert.ok(!reachableFrom(origin, args).some(({ member }) => member === "kafka"));
    }
  });

  it("is about the pods that there are, and no others", () => {
    fc.assert(
      fc.property(platforms, (args) => {
        const ends = flows(args).flatMap(({ from, to }) => [...from, to]);
        const members = ends.filter((end) => !["pods", "administrators", "anywhere"].includes(end));
        assert.deepEqual([...new Set(members)].sort(), [...membersOf(args)].sort());
      }),
    );
  });
});

describe("the network policies' rules", () => {
  it("let out exactly what they let in: of two of the platform's pods, both or neither agree", () => {
    fc.assert(
      fc.property(platforms, ranges, (args, sourceRanges) => {
        const pairs = (direction: "ingress" | "egress") =>
          membersOf(args).flatMap((member) =>
            (policyOf(member, { ...args, sourceRanges })[direction] as Rule[]).flatMap((rule) =>
              apps(direction === "ingress" ? rule.from : rule.to).flatMap((peer) =>
                numbers(rule).map((port) =>
                  direction === "ingress" ? `${peer} ${member} ${port}` : `${member} ${peer} ${port}`,
                ),
              ),
            ),
          );
        assert.deepEqual(pairs("ingress").sort(), pairs("egress").sort());
      }),
    );
  });

  it("are open to every address for administrators at most, and there only where no range is given", () => {
    fc.assert(
      fc.property(platforms, ranges, (args, sourceRanges) => {
        const open = membersOf(args).flatMap((member) =>
          (policyOf(member, { ...args, sourceRanges }).ingress as Rule[])
            .filter(({ from }) => from === undefined)
            .flatMap(numbers),
        );
        assert.deepEqual(open, sourceRanges.length === 0 ? [9094] : []);
      }),
    );
  });

  it("let administrators in from each of their networks", () => {
    const { ingress } = policyOf("kafka", { ...combined, sourceRanges: ["10.0.0.0/8", "fd00::/8"] });
    assert.deepEqual(
      (ingress as Rule[]).find((rule) => numbers(rule).includes(9094)),
      {
        ports: [{ port: 9094, protocol: "TCP" }],
        from: [{ ipBlock: { cidr: "10.0.0.0/8" } }, { ipBlock: { cidr: "fd00::/8" } }],
      },
    );
  });

  it("let applications of every namespace come to the client port", () => {
    const { ingress } = policyOf("kafka", { ...combined, sourceRanges: [] });
    assert.deepEqual((ingress as Rule[]).find((rule) => numbers(rule).includes(9092))?.from, [
      { podSelector: { matchLabels: { app: "kafka" } } },
      { namespaceSelector: {} },
    ]);
  });

  it("let every pod ask for names, and only brokers with zones ask the Kubernetes API", () => {
    fc.assert(
      fc.property(platforms, (args) => {
        for (const member of membersOf(args)) {
          const anywhere = (policyOf(member, { ...args, sourceRanges: [] }).egress as Rule[]).filter(
            ({ to }) => to === undefined,
          );
          const [names, ...more] = anywhere;
          assert.deepEqual(names.ports, [
            { port: 53, protocol: "UDP" },
            { port: 53, protocol: "TCP" },
          ]);
          assert.deepEqual(more.map(numbers), args.zones && member === "kafka" ? [[443, 6443]] : []);
        }
      }),
    );
  });
});
