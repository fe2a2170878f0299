import type { RawPolicy } from "iam-proof";

/** A resource of a stack, as far as documents need it. */
export interface StackResource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  /** It is to be made, and what AWS draws is not known. */
  isNew?: boolean;
  /** When a run last changed it, as the engine records it in RFC 3339; absent outside a state. */
  modified?: string;
  /** URN and id of its provider; absent where the program chose none. */
  provider?: string;
}

/** What the engine writes for a value that only the deployment will know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a resource became, else what was asked for. */
export function propertyOf({ inputs, outputs }: StackResource, property: string): unknown {
  return outputs[property] ?? inputs[property];
}

/** A resource without a value that is needed to tell who may read. */
export class UnreadableResource extends Error {
  override name = "UnreadableResource";
}

export type ResourceReader = ReturnType<typeof reader>;

/** Reads the properties of a resource: what it became, else what was asked for. */
export function reader({
  inputs,
  isNew = false,
  modified = "",
  outputs,
  urn,
}: Omit<StackResource, "type">) {
  const unknown = (property: string) =>
    new UnreadableResource(`${property} of ${nameOf(urn)} is known only after it is deployed`);
  const value = (property: string): unknown => {
    const found = outputs[property] ?? inputs[property];
    if (found === UNKNOWN) throw unknown(property);
    return found;
  };
  const optional = (property: string): string | undefined => {
    const found = value(property);
    return typeof found === "string" && found !== "" ? found : undefined;
  };
  const listed = (property: string): unknown[] => {
    const found = value(property);
    return Array.isArray(found) ? found : [];
  };
  return {
    /** In milliseconds; NaN where it is not known. */
    modified: Date.parse(modified),
    optional,
    text: (property: string): string => {
      const found = optional(property);
      if (found !== undefined) return found;
      if (isNew) throw unknown(property);
      throw new UnreadableResource(`${property} of ${nameOf(urn)} must be a text, got nothing`);
    },
    flag: (property: string): boolean => value(property) === true,
    document: (property: string): RawPolicy => {
      const found = value(property);
      if (typeof found !== "string" || found === "") return null;
      try {
        return JSON.parse(found);
      } catch {
        throw new UnreadableResource(
          `${property} of ${nameOf(urn)} must be a policy document in JSON`,
        );
      }
    },
    tags: (): Record<string, string> => ({
      ...(value("tags") as Record<string, string> | undefined),
      ...(value("tagsAll") as Record<string, string> | undefined),
    }),
    texts: (property: string): string[] => listed(property).map(String),
    list: (property: string) =>
      listed(property).map((one) =>
        reader({ inputs: one as Record<string, unknown>, outputs: {}, urn }),
      ),
  };
}

/** A resource as messages name it. */
export function nameOf(urn: string): string {
  const [stack = "", , type = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return `${type.split("$").at(-1)} ${urn.split("::").at(-1)} of stack ${stack}`;
}
