import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { UserError } from "../terminal/errors";

/** The CI jobs that may assume a role. */
export interface Trusted {
  /** Host of the OpenID Connect provider, without `https://`. */
  issuer: string;
  audience: string;
  /** The `sub` of accepted tokens. It contains the account's name if no environment is given. */
  subject(account: Pick<ResolvedAccount, "name">): string;
}

const FORMS: { form: RegExp; trusted(parts: Record<string, string | undefined>): Trusted }[] = [
  {
    form: /^github:(?<project>[\w.-]+\/[\w.-]+|[\w.-]+@\d+\/[\w.-]+@\d+)(?::(?<environment>[^*?:]+))?$/,
    trusted: ({ environment, project }) => ({
      issuer: "token.actions.githubusercontent.com",
      audience: "sts.amazonaws.com",
      subject: ({ name }) => `repo:${project}:environment:${environment ?? name}`,
    }),
  },
  {
    form: /^gitlab:(?<project>[\w.-]+(?:\/[\w.-]+)+)(?::(?<branch>[^*?:]+))?$/,
    trusted: ({ branch = "main", project }) => ({
      issuer: "gitlab.com",
      audience: "https://gitlab.com",
      subject: () => `project_path:${project}:ref_type:branch:ref:${branch}`,
    }),
  },
];

/** Parses `github:ORG/REPO[:ENVIRONMENT]`, in which both names or neither have ids as `@ID`, or `gitlab:GROUP/PROJECT[:BRANCH]`. */
export function trustedGiven(text: string): Trusted {
  for (const { form, trusted } of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups) return trusted(groups);
  }
  throw new UserError(
    `--trust must be github:ORG/REPO[:ENVIRONMENT], github:ORG@ID/REPO@ID[:ENVIRONMENT] or gitlab:GROUP/PROJECT[:BRANCH], without wildcards, got "${text}"`,
  );
}

/** The trust policy of a role that only these jobs may assume. */
export function trustPolicy(
  { audience, issuer, subject }: Trusted,
  account: Pick<ResolvedAccount, "id" | "name" | "partition">,
) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: {
          Federated: `arn:${account.partition}:iam::${account.id}:oidc-provider/${issuer}`,
        },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: { [`${issuer}:aud`]: [audience], [`${issuer}:sub`]: [subject(account)] },
        },
      },
    ],
  };
}
