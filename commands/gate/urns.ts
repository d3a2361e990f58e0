/** What a URN names, as `kafka:index/topic:Topic::call.events`. */
export function refersTo(urn: string): string {
  const [, , types = "", ...name] = urn.slice("urn:pulumi:".length).split("::");
  return `${types.split("$").at(-1)}::${name.join("::")}`;
}

/** The same for people, as `Topic call.events`. */
export function titleOfUrn(urn: string): string {
  const [type = "", ...name] = refersTo(urn).split("::");
  return `${type.split(":").at(-1)} ${name.join("::")}`;
}
