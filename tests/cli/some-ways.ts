import type { WaysAnswer } from "../../cli/access-answers/way-shapes";

type Way = WaysAnswer["ways"][number];

const SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:secret-a-AbCdEf";

/** A way with one change: a role writes the secret's policy. */
export function way({ name = "ci", ...others }: Partial<Way> & { name?: string } = {}): Way {
  const roleArn = `arn:aws:iam::111111111111:role/${name}`;
  const principal = { kind: "session" as const, roleArn, sessionName: "any" };
  const actor = { key: roleArn, principal };
  const request = (action: string) => ({
    principal,
    action: `secretsmanager:${action}`,
    resource: SECRET,
  });
  return {
    secret: SECRET,
    start: { ...actor, becomes: [] },
    declared: false,
    steps: [
      {
        kind: "put-secret-policy",
        title: "Write the policy of a secret",
        actor,
        target: SECRET,
        calls: [{ request: request("PutResourcePolicy"), by: "statement 0 of its policy <1>" }],
        becomes: [],
      },
    ],
    read: { reader: actor, request: request("GetSecretValue"), by: "the policy of the secret" },
    ...others,
  };
}

/** One way of each kind. */
export const someWays: WaysAnswer = {
  result: "complete",
  kinds: 60,
  ways: [
    way(),
    way({ name: "operator", supposes: ["nobody read what runs with role reader"] }),
    way({ name: "admin", declared: true }),
  ],
};
