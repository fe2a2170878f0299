import { randomBytes } from "node:crypto";

import { UserError } from "../../terminal/errors";

/** Everything that a trial makes has a name that begins with this and the trial's id. */
const PREFIX = "eps-trial-";

/** Keys of the tags by which what a trial has made is found. */
export const TRIAL_TAG = "eks-pod-secrets-trial";
/** What an attempt has made has this tag, too: no stack knows of it. */
export const ATTEMPT_TAG = "eks-pod-secrets-trial-attempt";
const EXPIRY_TAG = "eks-pod-secrets-trial-expires";

/** How long a trial takes at most; what is older may be removed by anybody. In milliseconds. */
const LIFETIME = 24 * 3_600_000;

/** The names and tags of one trial. */
export interface TrialNames {
  id: string;
  /** Name of the namespace, the key's alias and the cluster; begins all other names. */
  name: string;
  /** Path of the roles that attempts make. */
  path: string;
  /** Namespace that attempts make. No namespace of an inventory is copied under this name: none begins with a hyphen. */
  otherNamespace: string;
  tags: Record<string, string>;
}

/** An id that no other trial has. */
export function newTrialId(): string {
  return randomBytes(3).toString("hex");
}

/** The id that `--resume` or `--remove` gives. Anything else is a `UserError`. */
export function trialIdGiven(option: "--resume" | "--remove", text: string): string {
  if (/^[0-9a-f]{6}$/.test(text)) return text;
  throw new UserError(
    `${option} must be the id of a trial, six hexadecimal digits as in ${PREFIX}3f9a71, got "${text}"`,
  );
}

/** The names of a trial that begins now. */
export function trialNames(id: string, now = new Date()): TrialNames {
  const name = `${PREFIX}${id}`;
  const expires = new Date(now.getTime() + LIFETIME).toISOString();
  return {
    ...{ id, name, path: `/${name}/`, otherNamespace: `${name}--other` },
    tags: { [TRIAL_TAG]: id, [EXPIRY_TAG]: expires },
  };
}

/** When anybody may remove what the trial has made, in ISO 8601. */
export function expiryOf({ tags }: Pick<TrialNames, "tags">): string {
  return tags[EXPIRY_TAG] ?? "";
}
