import type { ResolvedGrant } from "eks-pod-secrets/grant";
import { accountAccess } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";

/** The version that a grant's files must be of, or why that is not known. */
export type WantedVersion = { version: string } | { unknown: string };

/** Asks the owner's account. The value is not read. */
export async function wantedVersion(grant: ResolvedGrant): Promise<WantedVersion> {
  if (grant.version !== undefined) return { version: grant.version };
  const { kind, target } = grant;
  if ("external" in target && target.external) {
    return {
      unknown: `others own secret ${target.id}, and only they can say which version is current`,
    };
  }
  try {
    const access = await accountAccess(target.account, target.region, "verify");
    return await (kind === "secret" ? ofSecret(grant, access) : ofParameter(grant, access));
  } catch (error) {
    return { unknown: failureReason(error, `cannot ask for ${kind} ${target.id}`) };
  }
}

/** Why nobody could look. */
export function failureReason(error: unknown, what: string): string {
  return error instanceof UserError ? error.message : awsFailure(error, what, undefined).message;
}

type Access = Awaited<ReturnType<typeof accountAccess>>;

async function ofSecret(
  { target, versionStage = "AWSCURRENT" }: ResolvedGrant,
  access: Access,
): Promise<WantedVersion> {
  const { DescribeSecretCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const SecretId = ("existingArn" in target && target.existingArn) || target.name;
  const asked = new DescribeSecretCommand({ SecretId });
  const { VersionIdsToStages = {} } = await new SecretsManagerClient(access).send(asked);
  const versions = Object.entries(VersionIdsToStages);
  const [version] = versions.find(([, stages]) => stages.includes(versionStage)) ?? [];
  return version === undefined
    ? { unknown: `secret ${target.id} has no version ${versionStage}` }
    : { version };
}

async function ofParameter(
  { target, versionStage }: ResolvedGrant,
  access: Access,
): Promise<WantedVersion> {
  if (versionStage !== undefined) {
    return {
      unknown: `the version that label ${versionStage} of ${target.id} means is not asked for`,
    };
  }
  const { DescribeParametersCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const named = { Key: "Name", Option: "Equals", Values: [target.name] };
  const asked = new DescribeParametersCommand({ ParameterFilters: [named] });
  const [found] = (await new SSMClient(access).send(asked)).Parameters ?? [];
  return found?.Version === undefined
    ? { unknown: `there is no parameter ${target.name}` }
    : { version: String(found.Version) };
}
