import { findByArn } from "../../domain/documents-index";
import type { Deployment } from "./deployment";
import { readDocument } from "./policies";

/**
 * Whether all documents can be parsed: no policy is outside the grammar, and no ARN is twice in a list. A claim only parses what
 * it depends on, so a claim about other documents can be proved all the same.
 */
export function isReadable(deployment: Deployment): boolean {
  const { documents, policies } = deployment;
  const { keys, parameters, secrets, users, vpcEndpoints } = deployment;
  const { groups, roles } = documents;
  try {
    for (const list of [roles, users, groups, keys, secrets, parameters, vpcEndpoints]) {
      findByArn<{ arn: string }>(list, "");
    }
    for (const role of roles ?? []) {
      policies.trustOf(role);
      policies.keptBy(role);
    }
    for (const one of [...(roles ?? []), ...users, ...(groups ?? [])]) {
      policies.heldBy(one);
      policies.boundaryOf(one);
    }
    for (const one of keys) policies.ofKey(one);
    for (const one of secrets) policies.ofSecret(one);
    for (const one of parameters) policies.ofParameter(one);
    for (const one of vpcEndpoints) policies.ofEndpoint(one);
    for (const { policy, roleArn } of deployment.associations) {
      readDocument("session", "session policy", roleArn, policy);
    }
    policies.control("scp");
    policies.control("rcp");
    return true;
  } catch {
    return false;
  }
}
