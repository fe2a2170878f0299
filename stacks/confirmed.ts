/** Names that somebody confirmed for this run, by the option of `eks-pod-secrets up` that confirms them. */
export type Confirmed = Record<ConfirmingOption, readonly string[]>;

export type ConfirmingOption = keyof typeof VARIABLES;

/** By which `eks-pod-secrets up` tells the programs; people set them for a plain `pulumi up`. Names are parted by commas. */
const VARIABLES = {
  "yes-remove": "EKS_POD_SECRETS_YES_REMOVE",
  "take-over": "EKS_POD_SECRETS_TAKE_OVER",
} as const;

/** What the environment confirms. */
export function readConfirmed(environment: NodeJS.ProcessEnv = process.env): Confirmed {
  const names = (option: ConfirmingOption) =>
    (environment[VARIABLES[option]] ?? "").split(",").flatMap((name) => name.trim() || []);
  return { "yes-remove": names("yes-remove"), "take-over": names("take-over") };
}

/** The environment that confirms this. */
export function confirmingEnvironment(confirmed: Confirmed): Record<string, string> {
  const options = Object.keys(VARIABLES) as ConfirmingOption[];
  return Object.fromEntries(
    options.map((option) => [VARIABLES[option], confirmed[option].join(",")]),
  );
}

/** By which `eks-pod-secrets up` tells the programs. ARNs are parted by commas. */
const REVOKED_ROLES = "EKS_POD_SECRETS_REVOKED_ROLES";

/** ARNs of roles that are revoked, and of which stacks need not know by themselves. */
export function readRevokedRoles(environment: NodeJS.ProcessEnv = process.env): string[] {
  return (environment[REVOKED_ROLES] ?? "").split(",").filter((arn) => arn !== "");
}

/** The environment that tells of these roles. */
export function revokingEnvironment(roles: readonly string[]): Record<string, string> {
  return { [REVOKED_ROLES]: roles.join(",") };
}
