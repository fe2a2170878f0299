import type { AccountFacts } from "../facts/account-facts";
import type { StepLooks } from "../step";
import { granted } from "./granted";
import { keyState } from "./key-state";
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
