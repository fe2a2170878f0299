import { sha256 } from "../../../terminal/sha256";
import type { Cast } from "./cast";

/** An account with this tag and value is meant for trials: attempts may change what is deployed in it. */
export const OPEN_TAG = { key: "eks-pod-secrets-attempts", value: "allowed" } as const;

/** Everything that attempts create has this tag, or in a cluster this label. */
export const MADE_TAG = "eks-pod-secrets-attempt";

/**
 * The names of what attempts create. They are always the same for a deployment, so that the next run finds what a killed one left
 * behind.
 */
export interface MadeNames {
  /** The prefix of the names of roles and of the parameter. */
  prefix: string;
  /** Path of the roles. */
  path: string;
  /** A namespace that no association of the inventory names. */
  otherNamespace: string;
  tags: Record<string, string>;
}

export function madeNames({ applicationB }: Pick<Cast, "applicationB">): MadeNames {
  const name = `eps-attempt-${sha256(applicationB.role.arn).slice(0, 8)}`;
  return {
    prefix: `${name}-`,
    path: `/${MADE_TAG}/`,
    otherNamespace: name,
    tags: { [MADE_TAG]: "true" },
  };
}
