// What a start script may know alone: where its pod runs, whether it has a vote, and how long a probe waits.
const ofPods = ["broker.rack", "process.roles", "default.api.timeout.ms", "request.timeout.ms"];

// A name of Kafka's with a value: at the beginning of a word, of a quoted text, of a part of sed's, or of a new line.
const property = /(?:^|[\s"'`/|;,({#@]|\\[nrt])([a-z][\w-]*(?:\.[\w-]+)+)\s*=/gm;
const options = /--(?:override|alter|add-config|delete-config)\b/g;
const appends = /(?:>>|\btee\s+(?:-a|--append)\b)[^\n;&|]*(?:propert|server|kraft|\.conf|\.cfg)/gi;

/** What of a command, or of a script, sets a node's properties beside its file. */
export function overridesIn(text: string): readonly string[] {
  const lines = text.split("\n").filter((line) => !/^\s*#/.test(line));
  return lines.flatMap((line) => {
    const keys = [...line.matchAll(property)].map(([, key = ""]) => key);
    return [
      ...(line.match(options) ?? []),
      ...keys.filter((key) => !ofPods.includes(key)).map((key) => `${key}=`),
      // What is appended, the keys tell where there are some.
      ...(keys.length > 0 ? [] : (line.match(appends) ?? [])),
    ];
  });
}
