import type { IAM } from "@aws-sdk/client-iam";
import type { HeldResource } from "../../../cli/access-removals/removal-shape";
import { notAssumed } from "../../../proof/prover/documents/deployment";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone } from "../../../sdk/grant";

/** The policies in a landing zone's stacks, as their states show them. */
export function heldPolicies(zone: LandingZone): HeldResource[] {
  const documents = landingZoneDocuments(zone, plannedArns);
  const [roles, secrets] = [notAssumed(documents.roles ?? []), notAssumed(documents.secrets ?? [])];
  const targets = new Set(zone.readers.flatMap(({ targetRole }) => targetRole?.arn ?? []));
  const reader = (arn: string) =>
    zone.readers.find(({ role, targetRole }) => [role.arn, targetRole?.arn].includes(arn))?.id;
  const component = (arn: string) =>
    `eks-pod-secrets:index:${targets.has(arn) ? "PodTargetRole" : "PodReader"}`;
  const resource = (parent: string, type: string, name: string, outputs: object) => ({
    urn: `urn:pulumi:stack::project::${parent}$${type}::${name}`,
    type,
    outputs: outputs as Record<string, unknown>,
  });
  return [
    ...roles.flatMap(({ arn, policies, trust }) => {
      const name = arn.split("/").at(-1) ?? "";
      const assumeRolePolicy = JSON.stringify(trust);
      const policy = JSON.stringify(policies?.[0]);
      return [
        resource(component(arn), "aws:iam/role:Role", `${reader(arn)}-role`, {
          arn,
          name,
          assumeRolePolicy,
        }),
        resource(component(arn), "aws:iam/rolePolicy:RolePolicy", `${reader(arn)}-policy`, {
          ...{ name: "read-granted", role: name, policy },
        }),
      ];
    }),
    ...secrets.flatMap(({ arn, policy }) =>
      policy
        ? resource(
            "eks-pod-secrets:index:PodSecret",
            "aws:secretsmanager/secretPolicy:SecretPolicy",
            arn,
            { secretArn: arn, policy: JSON.stringify(policy) },
          )
        : [],
    ),
  ];
}

const isRole = ({ type }: HeldResource) => type === "aws:iam/role:Role";

/** Creates the roles that a state shows, with their policies. */
export async function createHeldRoles(iam: IAM, held: HeldResource[]): Promise<void> {
  for (const one of held) {
    const { outputs = {} } = one;
    const RoleName = String(outputs.role ?? outputs.name);
    if (isRole(one)) {
      const AssumeRolePolicyDocument = String(outputs.assumeRolePolicy);
      await iam.createRole({ RoleName, AssumeRolePolicyDocument });
    } else {
      const policy = { PolicyName: "read-granted", PolicyDocument: String(outputs.policy) };
      await iam.putRolePolicy({ RoleName, ...policy });
    }
  }
}

/** Deletes the roles that `createHeldRoles` created, and every policy that they got since. */
export async function deleteHeldRoles(iam: IAM, held: HeldResource[]): Promise<void> {
  for (const { outputs } of held.filter(isRole)) {
    const RoleName = String(outputs?.name);
    const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
    for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName, PolicyName });
    await iam.deleteRole({ RoleName });
  }
}
