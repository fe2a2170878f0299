import * as pulumi from "@pulumi/pulumi";
import {
  oidcProviderArn,
  type ResolvedGrant,
  type ResolvedKey,
  type ResolvedReader,
  type ResolvedSecretGrant,
} from "eks-pod-secrets/grant";
import type { AssignedArns } from "eks-pod-secrets/policy";

/** ARNs by names in the inventory, known once their resources exist. */
export interface ArnOutputs {
  secrets: Record<string, pulumi.Output<string>>;
  keys: Record<string, pulumi.Output<string>>;
}

/** Where the ARN of a secret or key comes from: this stack's own resource, or another stack's output. */
export interface ArnSource {
  secret(grant: ResolvedSecretGrant): pulumi.Output<string>;
  key(grant: ResolvedGrant, key: ResolvedKey): pulumi.Output<string>;
}

/** The ARNs of only what a reader reads, so that each resource waits for nothing else. */
export function grantedArns({ grants }: ResolvedReader, source: ArnSource): ArnOutputs {
  const arns: ArnOutputs = { secrets: {}, keys: {} };
  for (const grant of grants) {
    // The inventory itself contains the ARNs of what others own.
    if (grant.kind === "secret" && grant.target.external) continue;
    if (grant.kind === "secret") arns.secrets[grant.target.id] = source.secret(grant);
    const replicas = grant.kind === "secret" ? grant.target.replicas : [];
    for (const { key } of [grant.target, ...replicas]) {
      if (key) arns.keys[key.id] = source.key(grant, key);
    }
  }
  return arns;
}

/** The ARNs that AWS assigned, once all of them are known. */
export function assignedArns({ keys, secrets }: ArnOutputs): pulumi.Output<AssignedArns> {
  return pulumi.output({ keys, secrets }).apply(
    (arns): AssignedArns => ({
      secretArn: ({ existingArn, id }) => assignedArn(arns.secrets, id, existingArn),
      keyArn: ({ existingArn, id }) => assignedArn(arns.keys, id, existingArn),
      oidcProviderArn,
    }),
  );
}

function assignedArn(
  arns: Record<string, string>,
  id: string,
  existingArn: string | undefined,
): string {
  const arn = arns[id] ?? existingArn;
  if (arn === undefined) throw new Error(`no ARN of ${id} is known to this stack`);
  return arn;
}
