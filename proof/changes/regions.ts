import { getOrMake, memoize } from "../collections";
import { knownRegions, partitionOf } from "../names";
import type { World } from "./change";
import { expressionOf } from "./likeness";

/**
 * Regions of the partition in which the attacker may make something: each that the documents name, and of those that no pattern in
 * them tells apart, one. So what holds for these holds for all.
 */
export function regionsToTry({ documents, unchanged }: World, partition: string): string[] {
  return regionsTold(unchanged ?? documents)(partition);
}

const regionsTold = memoize((documents: World["documents"]) => {
  const text = JSON.stringify(documents);
  const words = new Set([...text.matchAll(WITH_PATTERN)].map(([word]) => word));
  const parts = new Set([...words].flatMap((word) => word.split(/["\\:.]/)));
  const patterns = [...parts].filter((part) => /[*?]|\$\{/.test(part) && !/^\*+$/.test(part));
  const expressions = patterns.map(expressionOf);
  const all = [...USUAL, ...knownRegions].map((region) => {
    const isNamed = text.includes(region);
    const bits = expressions.map((one) => Number(one.test(region))).join("");
    return { region, isNamed, likeness: isNamed ? region : bits };
  });
  const known = new Map<string, string[]>();
  return (partition: string) =>
    getOrMake(known, partition, () => {
      const told = new Map<string, string>();
      for (const { isNamed, likeness, region } of all) {
        const isThere = isNamed || partitionOf(region) === partition;
        if (isThere && !told.has(likeness)) told.set(likeness, region);
      }
      return [...told.values()];
    });
});

const WITH_PATTERN = /"[^"]*[*?$][^"]*"/g;

/** Those that come first where any would do. */
const USUAL = ["us-east-1", "us-west-2"];
