import { podHost } from "../../lib/naming";
import type { Voter } from "../kafka/coordination";

/** The StatefulSet and the headless Service of the controllers. */
export const controllerName = "kafka-controller";

/** Not the brokers' label: nobody who looks for brokers must find controllers. */
export const controllerLabels = { app: controllerName } as const;

/** The id of the controller whose pod has the ordinal 0; brokers have those below. */
export const firstControllerId = 100;

/** The pod of the controller with this ordinal. */
export const controllerPod = (ordinal: number): string => `${controllerName}-${ordinal}`;

/** The controllers that vote: all of them. */
export const controllerVoters = (count: number, namespace: string): readonly Voter[] =>
  Array.from({ length: count }, (_, ordinal) => ({
    id: firstControllerId + ordinal,
    host: podHost(controllerPod(ordinal), controllerName, namespace),
  }));
