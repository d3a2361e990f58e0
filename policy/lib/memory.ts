import { below, type Place } from "./place";
import { quantityIn } from "./quantities";

// Below it, somebody has left out the unit, or written m for M.
const least = 2 ** 20;

/** An amount of memory. @returns nothing where it is none, or too little to be meant */
export function memoryIn({ value }: Place): number | undefined {
  const memory = quantityIn(value);
  return memory !== undefined && memory >= least ? memory : undefined;
}

/** The memory that a container may use. @returns nothing where that is no amount, or less than it requests */
export function memoryLimitOf(container: Place): number | undefined {
  const [limit, request] = ["limits", "requests"].map((key) => memoryIn(below(container, "resources", key, "memory")));
  return limit !== undefined && limit >= (request ?? 0) ? limit : undefined;
}
