import { knownRegions } from "../../proof/names/partition";
import type { TextRule } from "./text-rule";
import { nearest, shown } from "./wording";

/** How the name of a region reads, known or not; `arn-rules` knows it too. */
export const regionName = "[a-z]{2,4}(-[a-z]+)+-[0-9]+";

export const region: TextRule = {
  pattern: new RegExp(`^${regionName}$`),
  must: "an AWS region, such as us-east-1",
};

/** Mistakes in a name that is still taken for another's: regions have words in common. */
const MOST_MISTAKES = 2;

/** What a warning says of a region that AWS is not known to have; undefined of one that it has. AWS adds regions. */
export function unknownRegion(name: string): string | undefined {
  if (knownRegions.has(name)) return undefined;
  const near = nearest(name, [...knownRegions.keys()], MOST_MISTAKES);
  const meant = near === undefined ? "" : `; did you mean "${near}"?`;
  return `should be a region that AWS was known to have when this version was made, got ${shown(name)}${meant}`;
}
