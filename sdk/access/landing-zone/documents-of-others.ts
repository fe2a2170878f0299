import type { KeyDocuments, RoleDocuments, SecretDocuments } from "iam-proof";
import type {
  LandingZone,
  ResolvedKey,
  ResolvedReader,
} from "../../grant/landing-zone/landing-zone";
import {
  type AssignedArns,
  podRolePolicy,
  podRolePolicyInput,
  podRoleTrust,
  secretKeyPolicy,
  secretKeyPolicyInput,
  secretResourcePolicy,
  secretResourcePolicyInput,
} from "../../policy";
import type { AccessDocuments } from "../pod-identity/documents";

/** What others are taken to deploy for an inventory. Nobody read it, and each document says so. */
export type DocumentsOfOthers = Required<Pick<AccessDocuments, "keys" | "secrets" | "roles">> & {
  keys: KeyDocuments[];
  secrets: SecretDocuments[];
  roles: RoleDocuments[];
};

/** The documents by which owners let this inventory's readers in, and those of the readers that others deploy. */
export function documentsOfOthers(zone: LandingZone, arns: AssignedArns): DocumentsOfOthers {
  return {
    keys: keysOfOthers(zone).map((key) => ({
      arn: arns.keyArn(key),
      policy: { ...secretKeyPolicy(secretKeyPolicyInput(zone, key, arns)) },
      assumed: true,
    })),
    secrets: zone.externalSecrets.map((secret) => {
      const policy = secretResourcePolicy(secretResourcePolicyInput(zone, secret));
      return {
        arn: arns.secretArn(secret),
        key: secret.key ? arns.keyArn(secret.key) : null,
        policy: policy ? { ...policy } : null,
        assumed: true,
      };
    }),
    roles: zone.externalReaders.map((reader) => roleOfOthers(reader, arns)),
  };
}

/** The keys of secrets that others own; one that the inventory itself names has the policy that it gives it. */
function keysOfOthers({ externalSecrets, keys }: LandingZone): ResolvedKey[] {
  const own = new Set(keys.map(({ existingArn }) => existingArn));
  const named = new Set(externalSecrets.flatMap(({ key }) => key ?? []));
  return [...named].filter(({ existingArn }) => !own.has(existingArn));
}

function roleOfOthers(reader: ResolvedReader, arns: AssignedArns): RoleDocuments {
  return {
    arn: reader.role.arn,
    tags: {},
    trust: { ...podRoleTrust(reader) },
    policies: [{ ...podRolePolicy(podRolePolicyInput(reader, arns)) }],
    assumed: true,
  };
}
