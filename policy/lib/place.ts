import { at, isMap, items, type Plain, show } from "./plain";

/** A value of a resource, and where it stands there. */
export interface Place {
  /** As people write it: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly value: Plain;
}

type Step = string | number;

const word = /^[A-Za-z_$][\w$]*$/;

function joined(path: string, step: Step): string {
  if (typeof step === "number" || !word.test(step)) {
    return `${path}[${JSON.stringify(step)}]`;
  }
  return path === "" ? step : `${path}.${step}`;
}

/** What stands below a place; there is a place where nothing stands, too. */
export const below = ({ path, value }: Place, ...steps: readonly Step[]): Place => ({
  path: steps.reduce<string>(joined, path),
  value: at(value, ...steps),
});

/** The places in a list. @returns none where the value is no list */
export const members = (place: Place): readonly Place[] => items(place.value).map((_, index) => below(place, index));

/** The places in a map. @returns none where the value is no map */
export const entries = (place: Place): readonly (Place & { readonly key: string })[] =>
  isMap(place.value) ? Object.keys(place.value).map((key) => ({ key, ...below(place, key) })) : [];

/** Whether nothing stands at a place. */
export const isAbsent = ({ value }: Place): boolean => value === undefined || value === null;

/** Whether nothing stands at a place, or a list of nothing. */
export const isEmpty = (place: Place): boolean =>
  isAbsent(place) || (Array.isArray(place.value) && place.value.length === 0);

/** Whether a list stands at a place, or nothing: what is not known may hold anything. */
export const isListOrAbsent = (place: Place): boolean => isAbsent(place) || Array.isArray(place.value);

/** What was found at a place, as the end of a sentence. */
export const tell = ({ path, value }: Place): string => `${path} is ${show(value)}`;

/** What was found at a place where it is not as it has to be. */
export const unless = (isRight: boolean, place: Place): readonly string[] => (isRight ? [] : [tell(place)]);
