import { z } from "zod";
import { explained } from "../lib/validation";

/** Words in small letters and digits, joined by dashes, of at most 63 characters: what Kubernetes takes as a name too. */
export const namePattern = /^(?=.{1,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** The team that answers for a thing. */
export const owner = explained(
  z.string().regex(namePattern),
  "must be the name of a team, in small letters, digits and dashes",
  "Name the team that answers for it",
);

/** What a thing is for, for people who meet its name. */
export const purpose = explained(z.string().min(1), "must say what it is for", "Describe it in a few words");
