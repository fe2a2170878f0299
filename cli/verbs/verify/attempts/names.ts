import { sha256 } from "../../../terminal/sha256";
import type { Cast } from "./cast";

/** An account with this tag, and this value, is there to be tried out: attempts may change what is deployed in it. */
export const OPEN_TAG = { key: "eks-pod-secrets-attempts", value: "allowed" } as const;

/** All that attempts make has this tag, or this label in a cluster. */
export const MADE_TAG = "eks-pod-secrets-attempt";

/** How what attempts make is called: always the same for one deployment, so that the next run finds what a kill has left. */
export interface MadeNames {
  /** Begins the names of roles and of the parameter. */
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
