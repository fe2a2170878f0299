import type { CreateSecretCommandInput } from "@aws-sdk/client-secrets-manager";

import { A, B, type Clients, type Credentials, credentialsOf, type TestSandbox } from "./support";

export type Statement = Record<string, unknown>;

/** A policy document. Its statements allow, unless they say otherwise. */
export function policy(...statements: object[]): string {
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

export const rootOf = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });

/** The statement that lets the owner administer a key. A custom key policy must keep it. */
export const administration = (account = B): Statement => ({
  Sid: "OwnerAdministration",
  Principal: rootOf(account),
  Action: "kms:*",
  Resource: "*",
});

/** Makes a role with these statements in its identity policy, and returns clients for a session of the role. */
export async function roleClients(
  sandbox: TestSandbox,
  name: string,
  statements: Statement[],
  account = A,
): Promise<Clients> {
  return sandbox.clients(await roleSession(sandbox, name, statements, account));
}

/** Makes a role with these statements in its identity policy, and returns credentials of a session of the role. */
export async function roleSession(
  sandbox: TestSandbox,
  name: string,
  statements: Statement[],
  account = A,
): Promise<Credentials> {
  const { iam, sts } = sandbox.clients(account);
  const trust = policy({
    Principal: rootOf(account),
    Action: ["sts:AssumeRole", "sts:TagSession"],
  });
  await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trust });
  if (statements.length > 0) {
    await iam.putRolePolicy({
      RoleName: name,
      PolicyName: "own",
      PolicyDocument: policy(...statements),
    });
  }
  const RoleArn = `arn:aws:iam::${account}:role/${name}`;
  const { Credentials: made } = await sts.assumeRole({ RoleArn, RoleSessionName: "session" });
  return credentialsOf(made);
}

/** Makes a key of an account, with the default policy unless another is given. */
export async function makeKey(
  sandbox: TestSandbox,
  account = B,
  keyPolicy?: string,
): Promise<string> {
  const { KeyMetadata } = await sandbox
    .clients(account)
    .kms.createKey({ ...(keyPolicy && { Policy: keyPolicy }) });
  return KeyMetadata?.Arn ?? "";
}

/** Makes a secret of an account, with a resource policy if one is given. Returns its ARN. */
export async function makeSecret(
  sandbox: TestSandbox,
  input: CreateSecretCommandInput,
  { account = B, resourcePolicy }: { account?: string; resourcePolicy?: string } = {},
): Promise<string> {
  const { secretsManager } = sandbox.clients(account);
  const { ARN = "" } = await secretsManager.createSecret(input);
  if (resourcePolicy) {
    await secretsManager.putResourcePolicy({
      SecretId: ARN,
      ResourcePolicy: resourcePolicy,
      BlockPublicPolicy: true,
    });
  }
  return ARN;
}

/**
 * Moves the sandbox's clock, and returns clients of an account that sign with the moved clock. Each call needs new clients, because
 * a client corrects its clock by the date in each answer, which is the machine's.
 */
export function later(sandbox: TestSandbox, milliseconds: number, account = B): () => Clients {
  sandbox.advance(milliseconds);
  return () => {
    const clients = sandbox.clients(account);
    for (const { config } of [clients.kms, clients.secretsManager]) {
      config.systemClockOffset = milliseconds;
    }
    return clients;
  };
}
