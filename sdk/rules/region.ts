import { knownRegions } from "./partition";
import type { TextRule } from "./text-rule";
import { shown, suggestion } from "./wording";

/** How the name of a region reads, known or not; `arn-rules` knows it too. */
export const regionName = "[a-z]{2,4}(-[a-z]+)+-[0-9]+";

export const region: TextRule = {
  pattern: new RegExp(`^${regionName}$`),
  must: "an AWS region, such as us-east-1",
};

/** What a warning says of a region that AWS is not known to have; undefined of one that it has. AWS adds regions. */
export function unknownRegion(name: string): string | undefined {
  if (knownRegions.has(name)) return undefined;
  return `should be a region that AWS was known to have when this version was made, got ${shown(name)}${suggestion(name, knownRegions)}`;
}
