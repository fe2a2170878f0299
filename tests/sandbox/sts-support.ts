import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";

import { A, type Credentials, type TestSandbox } from "./support";

export type Statement = Record<string, unknown>;

export const ROOT_A = `arn:aws:iam::${A}:root`;

/** A policy document's text. */
export const document = (...statements: Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Trust in one principal, tags included. */
export const trusting = (principal: string, more: Statement = {}) =>
  document({
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    ...more,
  });

export const roleArn = (name: string, account = A) => `arn:aws:iam::${account}:role/${name}`;

/** Credentials of a session, and what was said about it. */
export type SessionOf = Credentials & {
  expiration?: Date | undefined;
  arn?: string | undefined;
};

/** Shorthand for making and using roles in one sandbox. */
export function sessionsIn(sandbox: TestSandbox) {
  return {
    async role(
      name: string,
      trust: string,
      { allows, account = A, ...more }: { allows?: Statement; account?: string } & Statement = {},
    ): Promise<void> {
      const { iam } = sandbox.clients(account);
      await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trust, ...more });
      if (!allows) return;
      await iam.putRolePolicy({
        RoleName: name,
        PolicyName: "own",
        PolicyDocument: document({ Effect: "Allow", ...allows }),
      });
    },

    async assume(
      who: string | Credentials,
      name: string,
      { account = A, ...more }: Partial<AssumeRoleCommandInput> & { account?: string } = {},
    ): Promise<SessionOf> {
      const { Credentials: made, AssumedRoleUser } = await sandbox
        .clients(who)
        .sts.assumeRole({ RoleArn: roleArn(name, account), RoleSessionName: "session", ...more });
      return {
        accessKeyId: made?.AccessKeyId ?? "",
        secretAccessKey: made?.SecretAccessKey ?? "",
        sessionToken: made?.SessionToken ?? "",
        expiration: made?.Expiration,
        arn: AssumedRoleUser?.Arn,
      };
    },

    identity: (who: Credentials) => sandbox.clients(who).sts.getCallerIdentity(),

    getRole: (who: Credentials, name: string) =>
      sandbox.clients(who).iam.getRole({ RoleName: name }),
  };
}
