/** By which `eks-pod-secrets up` tells the programs. ARNs are parted by commas. */
const VARIABLE = "EKS_POD_SECRETS_REVOKED_ROLES";

/** ARNs of roles that are revoked, and of which stacks need not know by themselves. */
export function readRevokedRoles(environment: NodeJS.ProcessEnv = process.env): string[] {
  return (environment[VARIABLE] ?? "").split(",").filter((arn) => arn !== "");
}

/** The environment that tells of these roles. */
export function revokingEnvironment(roles: readonly string[]): Record<string, string> {
  return { [VARIABLE]: roles.join(",") };
}
