import { strictEqual } from "node:assert";

import type { Summary } from "../../../../proof";
import { type AccessDocuments, summarise } from "../../pods";
import { allowTo, trusts } from "../../statements";
import { policy, root } from "../deployments/deployment";

export const [OWNER, OTHER] = ["222222222222", "111111111111"];
export const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/11111111-2222-3333-4444-555555555555`;
export const GET = "secretsmanager:GetSecretValue";
const VIA = { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } };
export const secret = (name: string) =>
  `arn:aws:secretsmanager:us-east-1:${OWNER}:secret:${name}-abcdef`;
export const roleArn = (name: string, account = OWNER) => `arn:aws:iam::${account}:role/${name}`;
export const allow = (Action: string | string[], Resource: string, more: object = {}) => ({
  ...{ Effect: "Allow", Action, Resource, ...more },
});
const machines = policy({ ...trusts({ Service: "ec2.amazonaws.com" }, "sts:AssumeRole") });
export const role = (name: string, ...statements: object[]) => ({
  ...{ arn: roleArn(name), trust: machines, policies: [policy(...statements)] },
});
export const trusting = (AWS: string | string[], Condition?: object) =>
  policy({ ...trusts({ AWS }, "sts:AssumeRole"), ...(Condition && { Condition }) });
export const READ = allow([GET, "kms:Decrypt"], "*");
export const keys = [
  { arn: KEY, policy: policy(allowTo(root(OWNER), "kms:*"), allowTo("*", "kms:Decrypt", VIA)) },
];

/** Documents of one secret with this policy, under a key that admits everyone. */
export const open = (...statements: object[]): AccessDocuments => ({
  keys,
  secrets: [
    {
      arn: secret("one"),
      key: KEY,
      policy: policy(...statements.map((one) => ({ ...allow(GET, "*"), ...one }))),
    },
  ],
});

export async function summaryOf(documents: AccessDocuments): Promise<Summary> {
  const found = await summarise(documents, OWNER, { areIdentitiesWhole: true });
  strictEqual(found.reason, undefined);
  strictEqual(found.result, "complete");
  return found;
}

/** Each finding in one line: who, when, through what, and how much. */
export async function findingsOf(documents: AccessDocuments): Promise<string[]> {
  const { findings } = await summaryOf(documents);
  return findings
    .map(({ access, conditions, explanation, objects, through, who }) =>
      [
        access,
        who.kind,
        ...who.names.map((name) => name.split("/").at(-1)),
        ...(who.except.length > 0 ? ["but", ...who.except] : []),
        ...conditions.map(
          ({ holds, key, operator, values }) =>
            `${holds ? "if" : "unless"} ${key} ${operator} ${values.join()}`,
        ),
        ...through.map((chain) => `through ${chain.map((arn) => arn.split("/").at(-1)).join()}`),
        ...(explanation ? [`as ${explanation.as}`] : []),
        objects.length,
      ].join(" "),
    )
    .sort();
}
