import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { taggedImage } from "../../../../commands/images/reference";
import { digestOf } from "../../../../commands/images/registry";
import { namedImages, withImages } from "../../../../commands/images/stack-file";

const manifest = '{"schemaVersion":2}';
const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;

describe("the name of an image", () => {
  for (const [name, ...expected] of [
    ["apache/kafka:3.9.2", "https://registry-1.docker.io", "apache/kafka", "3.9.2"],
    ["postgres:17", "https://registry-1.docker.io", "library/postgres", "17"],
    ["quay.io/org/kafka:4.2.0-rc1", "https://quay.io", "org/kafka", "4.2.0-rc1"],
    ["registry.example.com:5000/kafka:4", "https://registry.example.com:5000", "kafka", "4"],
    ["localhost/kafka:4.2.0", "http://localhost", "kafka", "4.2.0"],
    ["127.0.0.1:5000/kafka:4.2.0", "http://127.0.0.1:5000", "kafka", "4.2.0"],
  ] as const) {
    it(`says where to ask: ${name}`, () => {
      const [registry, repository, tag] = expected;
      assert.deepEqual(taggedImage(name), { registry, repository, tag });
    });
  }
  for (const name of ["apache/kafka", `apache/kafka:3.9.2@${digest}`, `apache/kafka@${digest}`, "", ":"]) {
    it(`gives nothing to ask for: ${JSON.stringify(name)}`, () => assert.equal(taggedImage(name), undefined));
  }
});

describe("a registry", () => {
  let server: Server;
  let address: string;
  /** What it says of a manifest, for whoever has the token. */
  let told: string | undefined;

  before(async () => {
    server = createServer(({ url = "", headers, method }, response) => {
      const { pathname, searchParams } = new URL(url, address);
      if (pathname === "/token" && searchParams.get("scope") === "repository:team/kafka:pull") {
        response.end(JSON.stringify({ token: `for ${searchParams.get("service")}` }));
      } else if (pathname.startsWith("/v2/private/")) {
        response.writeHead(401, { "www-authenticate": 'Basic realm="private"' }).end();
      } else if (pathname === "/v2/team/kafka/manifests/4.2.0" && headers.authorization === "Bearer for registry") {
        assert.equal(method, "GET");
        response.writeHead(200, told === undefined ? {} : { "docker-content-digest": told }).end(manifest);
      } else if (headers.authorization === undefined) {
        const asked = `Bearer realm="${address}/token",service="registry",scope="repository:team/kafka:pull"`;
        response.writeHead(401, { "www-authenticate": asked }).end();
      } else {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(() => void server.close());

  beforeEach(() => {
    told = undefined;
  });

  const ask = (repository: string, tag: string) => digestOf({ registry: address, repository, tag });

  it("is asked as everybody may, and its answer is reckoned again", async () => {
    assert.equal(await ask("team/kafka", "4.2.0"), digest);
    told = digest;
    assert.equal(await ask("team/kafka", "4.2.0"), digest);
  });

  it("is not believed where it says something else", async () => {
    told = `sha256:${"0".repeat(64)}`;
    await assert.rejects(ask("team/kafka", "4.2.0"), /the registry says sha256:0+, and what it sent is sha256:/);
  });

  it("that does not know the image, or does not show it, is told of with what to do", async () => {
    await assert.rejects(ask("team/kafka", "4.2.1"), /manifests\/4\.2\.1: HTTP 404\. Make sure that the image/);
    await assert.rejects(ask("private/kafka", "4.2.0"), /HTTP 401\. Only images that everybody may read/);
    await assert.rejects(
      digestOf({ registry: "http://127.0.0.1:1", repository: "kafka", tag: "4" }),
      /http:\/\/127\.0\.0\.1:1\/v2\/kafka\/manifests\/4: no answer \(.*\)/,
    );
  });
});

describe("a stack's file", () => {
  const file = `# Production.
config:
  kafka-platform:kafka:
    image: apache/kafka:3.9.2 # the official one
    version: 3.9.2
  kafka-platform:zookeeper: { image: "apache/kafka:3.9.2", servers: 3 }
  kafka-platform:zones:
    image: curlimages/curl:8.10.1
  kafka-platform:storage:
    size: 500Gi
`;

  it("tells which images it names, and where", () => {
    assert.deepEqual(namedImages(file), [
      { setting: "kafka-platform:kafka.image", image: "apache/kafka:3.9.2" },
      { setting: "kafka-platform:zookeeper.image", image: "apache/kafka:3.9.2" },
      { setting: "kafka-platform:zones.image", image: "curlimages/curl:8.10.1" },
    ]);
  });

  it("keeps all else, comments and quotes too", () => {
    const pinned = `apache/kafka:3.9.2@${digest}`;
    assert.equal(
      withImages(file, new Map([["apache/kafka:3.9.2", pinned]])),
      file.replace("image: apache/kafka:3.9.2 #", `image: ${pinned} #`).replace('"apache/kafka:3.9.2"', pinned),
    );
    assert.equal(withImages(file, new Map()), file);
  });
});
