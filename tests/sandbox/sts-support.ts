import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { policy } from "./secrets-support";
import { A, type Credentials, type TestSandbox } from "./support";

export type Statement = Record<string, unknown>;

export const ROOT_A = `arn:aws:iam::${A}:root`;

/** A trust policy for one principal, which may set tags. */
export const trusting = (principal: string, more: Statement = {}) =>
  policy({ Principal: { AWS: principal }, Action: ["sts:AssumeRole", "sts:TagSession"], ...more });

export const roleArn = (name: string, account = A) => `arn:aws:iam::${account}:role/${name}`;

/** Credentials of a session, with what the answer said about it. */
export type SessionOf = Credentials & {
  expiration?: Date | undefined;
  arn?: string | undefined;
};

/** Short functions to make and use roles in a sandbox. */
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
        PolicyDocument: policy({ ...allows }),
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
