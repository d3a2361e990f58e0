import assert from "node:assert/strict";
import { askFirst, liveAddresses } from "../../../../components/gates/live-addresses";

const live = (services: Readonly<Record<string, unknown>>, bootstrap: readonly string[]) =>
  liveAddresses(
    {
      core: {
        listNamespacedPod: async () => ({
          items: [{ status: { hostIP: "10.0.0.1" } }, { status: { hostIP: "10.0.0.2" } }],
        }),
        readNamespacedService: async ({ name }: { name: string }) =>
          services[name] ?? Promise.reject(Object.assign(new Error("absent"), { code: 404 })),
      },
    } as never,
    { namespace: "kafka", labels: {}, bootstrap, services: ["kafka-0-external", "kafka-1-external"] },
  );

describe("liveAddresses", () => {
  it("are at the ports that Services have now, on the configured hosts first", async () => {
    const service = (nodePort: number) => ({ spec: { ports: [{ port: 9094, nodePort }] } });
    const services = { "kafka-0-external": service(31_090), "kafka-1-external": service(31_091) };
    assert.deepEqual(await live(services, ["new.example:32000", "10.0.0.2:32001"]), [
      ["new.example:31090", "10.0.0.1:31090", "10.0.0.2:31090"],
      ["10.0.0.2:31091", "10.0.0.1:31091"],
    ]);
  });

  it("of a load balancer are the configured one, then what its status says, and none without a Service", async () => {
    const service = {
      spec: { type: "LoadBalancer", ports: [{ port: 9094 }] },
      status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }, { hostname: "lb.example" }] } },
    };
    assert.deepEqual(await live({ "kafka-0-external": service }, ["kafka-0.example:31090"]), [
      ["kafka-0.example:9094", "192.0.2.1:9094", "lb.example:9094"],
      [],
    ]);
  });

  it("of a load balancer that has none yet are the configured one, and nodes where it has a port of theirs", async () => {
    const balancer = (nodePort?: number) => ({ spec: { type: "LoadBalancer", ports: [{ port: 9094, nodePort }] } });
    const services = { "kafka-0-external": balancer(), "kafka-1-external": balancer(30_001) };
    assert.deepEqual(await live(services, ["a.example:9094", ":9094"]), [
      ["a.example:9094"],
      ["10.0.0.1:30001", "10.0.0.2:30001"],
    ]);
  });
});

describe("askFirst", () => {
  const silent = async (address: string) => ({ address, error: "silent" });

  it("tells what each address said when none answers, the likeliest first", async () => {
    assert.deepEqual(await askFirst(["a:1"], silent), { address: "a:1", error: "silent" });
    assert.deepEqual(await askFirst(["a:1", "b:2", "c:3"], silent), {
      address: "a:1",
      error: "silent, nor at b:2: silent, nor at c:3: silent",
    });
    assert.ok("error" in (await askFirst([], silent)));
  });
});
