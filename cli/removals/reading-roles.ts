import { addTo } from "../../proof/collections/maps";
import type { Reader } from "../../sdk/grant";
import { readerKey } from "../../sdk/grant/landing-zone/reader";
import { pinnedReader } from "../../sdk/policy/session-tags";
import { statementsOf, text } from "./held-policies";
import type { HeldResource } from "./removal-shape";

/** ARNs of the roles that stacks have deployed, by the key of the reader whose pods alone become each. */
export type ReadingRoles = ReadonlyMap<string, readonly string[]>;

export function readingRoles(resources: readonly HeldResource[]): ReadingRoles {
  const roles = new Map<string, string[]>();
  for (const { outputs = {}, type } of resources) {
    const reader = type === "aws:iam/role:Role" && trusted(outputs);
    if (reader) addTo(roles, readerKey(reader), text(outputs.arn));
  }
  return roles;
}

/** The reader that a role trusts. */
export function trusted({ assumeRolePolicy }: Record<string, unknown>): Reader | undefined {
  const [trust] = statementsOf(assumeRolePolicy);
  return pinnedReader("aws:RequestTag", trust?.Condition);
}
