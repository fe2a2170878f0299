import { inParallel } from "iam-proof/collections";
import type { AccountFacts } from "../facts/account-facts";
import { readAccountFacts } from "../facts/read-account-facts";
import type { StepLooks } from "../step";
import { granted } from "./granted";
import { keyState } from "./key-state";
import { withChanges } from "./mend-changes";
import { object, parts, value } from "./object-steps";
import {
  boundary,
  controlPolicies,
  endpointPolicies,
  identityPolicy,
  keyPolicy,
  resourcePolicy,
} from "./policy-steps";
import { sessionTags, trust } from "./trust";
import { wayRefusals } from "./way-refusals";

/** Of how many readers it is worked out what mends change: that takes longer than all else. */
const MOST_CHANGES = 10;

/** Reads what the accounts say, and works out what the mends of the first readers with refusing policies change. */
export async function readWithChanges(
  ...asked: Parameters<typeof readAccountFacts>
): ReturnType<typeof readAccountFacts> {
  const factsOf = await readAccountFacts(...asked);
  const [, readers] = asked;
  const refused = readers.map(factsOf).filter((facts) => wayRefusals(facts).length > 0);
  const changed = await inParallel(refused.slice(0, MOST_CHANGES), 1, withChanges);
  const known = new Map(changed.map((facts) => [facts.reader, facts]));
  return (reader) => known.get(reader) ?? factsOf(reader);
}

/** The steps of a read that are seen in accounts. */
export const ACCOUNT_STEPS: StepLooks<AccountFacts> = {
  granted,
  trust,
  "session-tags": sessionTags,
  "identity-policy": identityPolicy,
  boundary,
  "resource-policy": resourcePolicy,
  "key-policy": keyPolicy,
  "control-policies": controlPolicies,
  "endpoint-policies": endpointPolicies,
  "key-state": keyState,
  object,
  value,
  parts,
};
