import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { type Memory, memory } from "../../../components/gates/memory";
import { refusal } from "../../../lib/refusal";
import { only, register, type World } from "../mocks";

/** A memory that lets nothing grow, and what judges it. */
async function numbers(world: World) {
  const hooks: pulumi.ResourceHook[] = [];
  const transformations: pulumi.ResourceTransformation[] = [
    ({ opts }) => {
      hooks.push(...((opts.hooks?.beforeUpdate ?? []) as pulumi.ResourceHook[]));
      return undefined;
    },
  ];
  const judge = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) => {
    if ((after.a ?? 0) > (before.a ?? 0)) {
      throw refusal("a grows");
    }
  };
  let made: Memory<number> | undefined;
  const resources = await register(world, () => {
    made = memory("numbers", { a: 1 }, "numbers-guard", judge, { transformations });
  });
  const change = (from: number, to: number) =>
    hooks[0]?.callback({ oldInputs: { input: { a: from } }, newInputs: { input: { a: to } } } as never);
  return { resources, change: async (from: number, to: number) => change(from, to), made: made as Memory<number> };
}

describe("what the state remembers", () => {
  it("is kept in a Stash, and tells what that has", async () => {
    const { resources, made } = await numbers("known outputs");
    const { inputs, beforeUpdate } = only(resources, "pulumi:index:Stash", "numbers");
    assert.deepEqual([inputs, beforeUpdate], [{ input: { a: 1 } }, ["numbers-guard"]]);
    assert.deepEqual(await made.remembered(), { a: 1 });
  });

  it("is nothing where this run does not get to know it", async () => {
    const { made } = await numbers("unknown outputs");
    assert.deepEqual(await made.remembered(), {});
  });

  it("keeps nobody waiting whose change of it is refused, and lets none of those pass", async () => {
    const { made, change } = await numbers("unknown outputs");
    await change(2, 1);
    await assert.rejects(change(1, 2), /a grows/);
    await assert.rejects(made.remembered(), /Nothing of this was changed, for the change of numbers is refused/);
  });
});
