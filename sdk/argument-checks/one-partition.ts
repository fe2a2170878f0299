import { parseArn } from "../../proof/names/arn";
import { partitionFlaw } from "../rules/arn-rules";
import { formatPath, type Path, type Problem, problemIf } from "../rules/problem";

/** ARNs of another partition than the first of `args`: nothing of one partition reaches into another. Values not known yet pass. */
export function onePartitionProblems(args: object): Problem[] {
  const [first, ...others] = arnsIn(args, []);
  if (!first) return [];
  const { partition = "" } = parseArn(first.arn) ?? {};
  return others.flatMap(({ arn, path }) =>
    problemIf(path, partitionFlaw(arn, partition, formatPath(first.path))),
  );
}

function arnsIn(value: unknown, path: Path): { arn: string; path: Path }[] {
  if (typeof value === "string") return parseArn(value) ? [{ arn: value, path }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    arnsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
