import type { Input } from "../../operations/input/input";
import { invalidParameter } from "../../operations/input/refusals";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { allSecrets, type SecretRecord } from "./secret-record";

/** The texts of a secret that each filter looks at. */
const FILTERS: Record<string, (secret: SecretRecord) => string[]> = {
  name: ({ name }) => [name],
  description: ({ description }) => [description ?? ""],
  "tag-key": ({ tags }) => Object.keys(tags),
  "tag-value": ({ tags }) => Object.values(tags),
  "primary-region": ({ region, primaryRegion }) => [primaryRegion ?? region],
  "owning-service": () => [],
  all: ({ name, description, tags }) => [name, description ?? "", ...Object.entries(tags).flat()],
};

/** The secrets of the caller's account that every filter of `Filters` lets through. */
export function matchingSecrets({
  platform: { store },
  call,
  input,
}: EncryptingRequest): SecretRecord[] {
  const filters = input.structures("Filters", { max: 10 }).map(readFilter);
  return allSecrets(store, call).filter((secret) => filters.every((filter) => filter(secret)));
}

// AWS matches beginnings; a value that begins with ! excludes. Only descriptions and `all` ignore case.
function readFilter(input: Input): (secret: SecretRecord) => boolean {
  const key = input.text("Key");
  const values = input.texts("Values", { min: 1, max: 10 });
  const textsOf = Object.hasOwn(FILTERS, key) ? FILTERS[key] : undefined;
  if (!textsOf) {
    throw invalidParameter(`Key must be one of ${Object.keys(FILTERS).join(", ")}`);
  }
  const fold = (text: string) =>
    key === "all" || key === "description" ? text.toLowerCase() : text;
  return (secret) => {
    const texts = textsOf(secret).map(fold);
    const begins = (value: string) => texts.some((text) => text.startsWith(fold(value)));
    const excluded = values.filter((value) => value.startsWith("!")).map((value) => value.slice(1));
    const included = values.filter((value) => !value.startsWith("!"));
    return !excluded.some(begins) && (included.length === 0 || included.some(begins));
  };
}
