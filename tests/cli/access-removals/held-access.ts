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
