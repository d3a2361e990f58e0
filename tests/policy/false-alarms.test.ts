import assert from "node:assert/strict";
import { worlds } from "../components/mocks";
import { type Judging, judge } from "./judge";
import { likeDev, likeProd, ofApplications } from "./programs";
import { judgingOf } from "./worlds";

const least = 30;

const mandatory = async (...args: Parameters<typeof judge>) =>
  (await judge(...args)).filter(({ level }) => level === "mandatory");

describe("no false alarms", () => {
  it(`are asked of at least ${least} programs`, () => {
    const count = [likeDev, likeProd, ofApplications].flatMap(Object.keys).length;
    assert.ok(count >= least, String(count));
  });

  for (const [environment, programs] of Object.entries({ dev: likeDev, prod: likeProd })) {
    for (const [title, registered] of Object.entries(programs)) {
      it(`on a platform like ${environment}'s, ${title}`, async () => {
        assert.deepEqual(await mandatory(await registered("unknown outputs"), judgingOf(environment)), []);
      });
    }
  }

  // As the example's pack is configured, and as one is that wants images by their digests.
  const config: Judging["config"] = {
    "topic-owner": { owner: "shop" },
    "topic-size-bound": { sizeBounds: { "orders.last": "100Gi", "orders.week": "20Gi" } },
    "kubernetes-images-by-digest": { required: false },
  };
  for (const [title, registered] of Object.entries(ofApplications)) {
    for (const world of worlds) {
      it(`in an application's stack, of ${title}, with ${world}`, async () => {
        assert.deepEqual(await mandatory(await registered(world), { config }), []);
      });
    }
  }
});
