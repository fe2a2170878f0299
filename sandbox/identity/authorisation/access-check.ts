import type { NamedPolicy } from "iam-proof";

/** One authorization question about a call; the caller's side (identity, boundary, session, SCP) is the platform's to add. */
export interface AccessCheck {
  action: string;
  resource: string;
  resourceTags?: Record<string, string>;
  resourcePolicy?: NamedPolicy;
  resourceKind?: "resource" | "key" | "trust";
  /** Grants of the key, written as policies. */
  grants?: NamedPolicy[];
  /** The resource is an AWS managed key, to which no resource control policy applies. Defaults to false. */
  awsManaged?: boolean;
  context?: Record<string, string | string[]>;
}
