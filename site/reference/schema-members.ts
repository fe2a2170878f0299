/** The part of JSON Schema that zod writes. */
export interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

/** A member anywhere in a schema: `accounts.NAME.id`, `reads[].secret`. */
export interface Member {
  path: string;
  schema: Schema;
  isRequired: boolean;
}

/** All members of a schema, each where it stands first. `stop` names members whose own are not listed. */
export function membersOf(schema: Schema, stop: readonly string[] = []): Member[] {
  const found = new Map<string, Member>();
  const visit = (part: Schema, path: string) => {
    for (const choice of [...(part.anyOf ?? []), ...(part.oneOf ?? [])]) visit(choice, path);
    for (const [name, member] of Object.entries(part.properties ?? {})) {
      const at = path === "" ? name : `${path}.${name}`;
      const isRequired = part.required?.includes(name) ?? false;
      if (!found.has(at)) found.set(at, { path: at, schema: member, isRequired });
      if (!stop.includes(at)) visit(member, at);
    }
    if (part.items) visit(part.items, `${path}[]`);
    if (typeof part.additionalProperties === "object") {
      visit(part.additionalProperties, path === "" ? "NAME" : `${path}.NAME`);
    }
  };
  visit(schema, "");
  return [...found.values()];
}

/** What a value may be, in a word or two. */
export function typeOf({ type, items, anyOf, oneOf, enum: choices, ...rest }: Schema): string {
  if ("const" in rest) return JSON.stringify(rest.const);
  if (choices) return listed(choices);
  const either = anyOf ?? oneOf;
  if (either) return [...new Set(either.map(typeOf))].join(" or ");
  if (type === "array") return items ? `list of ${typeOf(items)}` : "list";
  if (type === "object") return "mapping";
  return Array.isArray(type) ? type.join(" or ") : (type ?? "anything");
}

/** Choices in words, a run of whole numbers by its ends: `0, 7 to 30`. */
function listed(choices: readonly unknown[]): string {
  const parts: string[] = [];
  for (let start = 0; start < choices.length; ) {
    let end = start;
    while (isNext(choices[end], choices[end + 1])) end += 1;
    const [first, last] = [JSON.stringify(choices[start]), JSON.stringify(choices[end])];
    if (end - start < 2) end = start;
    parts.push(end === start ? first : `${first} to ${last}`);
    start = end + 1;
  }
  return parts.join(", ");
}

function isNext(one: unknown, next: unknown): boolean {
  return Number.isInteger(one) && next === (one as number) + 1;
}
