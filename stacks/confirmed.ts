/** Names that somebody confirmed for this run, by the confirming option of `eks-pod-secrets up`. */
export type Confirmed = Record<ConfirmingOption, readonly string[]>;

export type ConfirmingOption = keyof typeof VARIABLES;

/**
 * Variables in which `eks-pod-secrets up` passes confirmations to the programs. People set them for a plain `pulumi up`. Names are
 * separated by commas.
 */
const VARIABLES = {
  "yes-remove": "EKS_POD_SECRETS_YES_REMOVE",
  "take-over": "EKS_POD_SECRETS_TAKE_OVER",
} as const;

/** The confirmations in the environment. */
export function readConfirmed(environment: NodeJS.ProcessEnv = process.env): Confirmed {
  const names = (option: ConfirmingOption) =>
    (environment[VARIABLES[option]] ?? "").split(",").flatMap((name) => name.trim() || []);
  return { "yes-remove": names("yes-remove"), "take-over": names("take-over") };
}

/** The environment variables for these confirmations. */
export function confirmingEnvironment(confirmed: Confirmed): Record<string, string> {
  const options = Object.keys(VARIABLES) as ConfirmingOption[];
  return Object.fromEntries(
    options.map((option) => [VARIABLES[option], confirmed[option].join(",")]),
  );
}

/** The variable in which `eks-pod-secrets up` passes revoked roles to the programs. ARNs are separated by commas. */
const REVOKED_ROLES = "EKS_POD_SECRETS_REVOKED_ROLES";

/** ARNs of revoked roles that stacks may not know of by themselves. */
export function readRevokedRoles(): string[] {
  return (process.env[REVOKED_ROLES] ?? "").split(",").filter((arn) => arn !== "");
}

/** The environment variable for these roles. */
export function revokingEnvironment(roles: readonly string[]): Record<string, string> {
  return { [REVOKED_ROLES]: roles.join(",") };
}
