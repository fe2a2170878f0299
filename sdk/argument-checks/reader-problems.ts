import type { ReaderArgs } from "../args/reader-args";
import * as rules from "../rules";
import type { Problem } from "../rules/problem";
import { textProblems } from "../rules/rule";
import type { Known } from "./known";

/** Wildcards above all: `StringEquals` takes them literally, so that nobody could read. */
export function readerProblems(reader: Known<ReaderArgs> = {}): Problem[] {
  return [
    ...rules.arnProblems(["clusterArn"], reader.clusterArn, rules.clusterArn),
    ...textProblems(["namespace"], reader.namespace, rules.label),
    ...textProblems(["serviceAccount"], reader.serviceAccount, rules.subdomain),
  ];
}
