import type { Application } from "../../catalog/application";
import { resourceTypes } from "../../lib/resource-types";
import type { Inventory } from "../inventory/inventory";
import { ruleOf } from "../kafka-resources";
import type { ExportedState } from "../state";
import type { Step } from "./preview";

type Inputs = Readonly<Record<string, unknown>>;

/** The applications that a stack has let in, as its state says. */
export const stateApplications = ({ deployment }: ExportedState): Readonly<Record<string, Application>> =>
  Object.assign(
    {},
    ...(deployment.resources ?? [])
      .filter(({ type }) => type === resourceTypes.applications)
      .map(({ inputs }) => (inputs as { readonly applications?: object } | undefined)?.applications ?? {}),
  );

/** What a stack has made in Kafka, as its state says. */
export function stateInventory(state: ExportedState): Inventory {
  const inputsOf = (type: string): readonly Inputs[] =>
    (state.deployment.resources ?? []).filter((one) => one.type === type).map(({ inputs = {} }) => inputs as Inputs);
  // What a preview does not know is no number, be it one of them or all.
  const numbers = (config: unknown) =>
    Object.fromEntries(
      Object.entries(typeof config === "string" ? { config } : ((config ?? {}) as Inputs)).map(([key, value]) => [
        key,
        Number(value),
      ]),
    );
  return {
    topics: Object.fromEntries(
      inputsOf(resourceTypes.topic).map(({ name, partitions, replicationFactor, config = {} }) => [
        String(name),
        {
          partitions: Number(partitions),
          replicationFactor: Number(replicationFactor),
          config: config as Readonly<Record<string, string>>,
        },
      ]),
    ),
    users: {
      // Of one that keeps its password, the state knows that there is the user, and no more.
      ...Object.fromEntries(
        Object.entries(stateApplications(state)).flatMap(([name, { adopted }]) =>
          adopted === true ? [[name, {}]] : [],
        ),
      ),
      ...Object.fromEntries(
        inputsOf(resourceTypes.user).map(({ username, scramIterations }) => [
          String(username),
          { iterations: Number(scramIterations) },
        ]),
      ),
    },
    rules: inputsOf(resourceTypes.acl).map(ruleOf),
    quotas: Object.fromEntries(
      inputsOf(resourceTypes.quota).map(({ entityType, entityName, config }) => [
        `${entityType} ${entityName}`,
        numbers(config),
      ]),
    ),
  };
}

/** The same, as the steps of a preview tell it of what is before them, or after: what is left in the cluster is there. */
export const inventoryIn = (steps: readonly Step[], when: "before" | "after"): Inventory =>
  stateInventory({
    deployment: {
      resources: steps
        .flatMap(({ before, after }) => (when === "before" ? before : (after ?? (before?.retained && before))) || [])
        .map(({ urn, type, inputs }) => ({ urn, type, inputs })),
    },
  });
