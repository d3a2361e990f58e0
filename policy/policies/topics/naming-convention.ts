import { resourceRule, setting } from "../../lib/rule";
import { topicType } from "../../lib/topics";

function isExpression(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

export const topicNamingConvention = resourceRule({
  name: "topic-naming-convention",
  must: "A topic is called by its domain and what is in it, in small letters: call.events.",
  why: "Access is given by the beginnings of names, and a name can never be changed: Kafka renames nothing.",
  fix: "Give it a name that fits the pattern, before it holds anything.",
  settings: {
    pattern: setting("^[a-z][a-z0-9]*([.-][a-z0-9]+)+$", "A regular expression that names of topics fit", {
      type: "string",
      minLength: 1,
    }),
  },
  check: ({ pattern }) =>
    isExpression(pattern)
      ? []
      : [
          {
            setting: "pattern",
            rule: "must be a regular expression, as JavaScript has them",
            found: pattern,
            remedy: "Mend it: a backslash before each of ()[]{}.*+?^$| that stands for itself, and twice that in JSON",
          },
        ],
  of: topicType,
  judge: ({ props: { name } }, { pattern }) =>
    // Where there is no name, another rule says so.
    typeof name !== "string" || name === "" || new RegExp(pattern).test(name)
      ? []
      : [`name is ${JSON.stringify(name)}, which does not fit ${pattern}`],
});
