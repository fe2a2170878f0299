import { accountTitle, type ResolvedGrant } from "eks-pod-secrets/grant";
import { accountAccess } from "../../aws/account-access";
import { UserError } from "../../terminal/errors";
import type { Seen } from "../step";
import { seen } from "./seen";

/** What a grant's files must be of. */
export interface Wanted {
  version: string;
  /** The secret's full ARN. None: it was not asked for. */
  arn?: string;
}

/** Asks the owner's account which version a grant's files must be of. The value is not read. */
export async function wantedVersion(grant: ResolvedGrant): Promise<Seen<Wanted>> {
  if (grant.version !== undefined) return { value: { version: grant.version } };
  const { kind, target } = grant;
  if ("external" in target && target.external) {
    return {
      unseen: `others own secret ${target.id}, and only they can say which version is current`,
    };
  }
  const [action, ask] =
    kind === "secret"
      ? ["secretsmanager:DescribeSecret", ofSecret]
      : ["ssm:DescribeParameters", ofParameter];
  const right = `${action} in account ${accountTitle(target.account)}`;
  return seen(`ask for ${kind} ${target.id}`, right, async () =>
    ask(grant, await accountAccess(target.account, target.region, "doctor")),
  );
}

type Access = Awaited<ReturnType<typeof accountAccess>>;

async function ofSecret(
  { target, versionStage = "AWSCURRENT" }: ResolvedGrant,
  access: Access,
): Promise<Wanted> {
  const { DescribeSecretCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const SecretId = ("existingArn" in target && target.existingArn) || target.name;
  const asked = new DescribeSecretCommand({ SecretId });
  const { ARN, VersionIdsToStages = {} } = await new SecretsManagerClient(access).send(asked);
  const versions = Object.entries(VersionIdsToStages);
  const [version] = versions.find(([, stages]) => stages.includes(versionStage)) ?? [];
  if (version !== undefined) return { version, ...(ARN && { arn: ARN }) };
  throw new UserError(`secret ${target.id} has no version ${versionStage}`);
}

async function ofParameter(
  { target, versionStage }: ResolvedGrant,
  access: Access,
): Promise<Wanted> {
  if (versionStage !== undefined) {
    throw new UserError(
      `the version that label ${versionStage} of ${target.id} means is not asked for`,
    );
  }
  const { DescribeParametersCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const named = { Key: "Name", Option: "Equals", Values: [target.name] };
  const asked = new DescribeParametersCommand({ ParameterFilters: [named] });
  const [found] = (await new SSMClient(access).send(asked)).Parameters ?? [];
  if (found?.Version !== undefined) return { version: String(found.Version) };
  throw new UserError(`there is no parameter ${target.name}`);
}
