import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compiledFile } from "../sandbox/instance/installation";
import { printTable } from "./measuring/table";
import { usageOf, withDirectory } from "./measuring/usage";

const ACCOUNTS = ["111111111111", "222222222222", "333333333333"];
const SIZES = [
  { roles: 1000, secrets: 50 },
  { roles: 2000, secrets: 50 },
  { roles: 1000, secrets: 100 },
];
const SMALL = [{ roles: 20, secrets: 2 }];

/** Measures `summary --through-changes` of an account with many kinds of roles: who can come to read each of its secrets. */
export async function benchWays(isSmall: boolean): Promise<void> {
  const rows = await withDirectory(async (directory) => {
    const measured: string[][] = [];
    for (const { roles, secrets } of isSmall ? SMALL : SIZES) {
      const file = join(directory, "access.json");
      writeFileSync(file, JSON.stringify(documentsOf(roles, secrets)));
      const asked = ["summary", "--account", ACCOUNTS[0] ?? "", "--documents", file];
      const without = await usageOf(compiledFile("cli/main.js"), asked);
      const used = await usageOf(compiledFile("cli/main.js"), [...asked, "--through-changes"]);
      measured.push([
        `${roles} roles, ${secrets} secrets`,
        ...[without, used].flatMap(({ peakMegabytes, processorSeconds }) => [
          processorSeconds.toFixed(2),
          peakMegabytes.toFixed(0),
        ]),
      ]);
    }
    return measured;
  });
  printTable(["summary", "processor s", "peak MB", "through changes: s", "peak MB"], rows);
}

function documentsOf(count: number, secretCount: number): object {
  const secretArn = (at: number) =>
    `arn:aws:secretsmanager:eu-west-1:${ACCOUNTS[0]}:secret:team-${at % 10}/secret-${at}-AbCdEf`;
  const roles = Array.from({ length: count }, (_, at) => roleOf(at, secretArn(at % secretCount)));
  return {
    wholeAccounts: ACCOUNTS,
    secrets: Array.from({ length: secretCount }, (_, at) => ({ arn: secretArn(at) })),
    roles,
    managedPolicies: [],
    compute: roles.slice(0, count / 2).map(({ arn }, at) => ({
      arn: functionArn(at),
      service: "lambda.amazonaws.com",
      roleArn: arn,
    })),
  };
}

const accountOf = (at: number) => ACCOUNTS[at % ACCOUNTS.length] ?? "";
const roleArn = (at: number) => `arn:aws:iam::${accountOf(at)}:role/team-${at % 20}/role-${at}`;
const functionArn = (at: number) =>
  `arn:aws:lambda:eu-west-1:${accountOf(at)}:function:function-${at}`;

/** Of a hundred roles, most read a bucket, ten read a secret, and the others may change something. */
function roleOf(at: number, secret: string) {
  const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
  const allow = (Action: string | string[], Resource: string) => ({
    ...{ Effect: "Allow", Action, Resource },
  });
  const own = accountOf(at);
  const rights = (): object[] => {
    const sort = at % 100;
    if (sort < 10) return [allow("secretsmanager:GetSecretValue", secret)];
    if (sort < 15) return [allow("lambda:UpdateFunctionCode", functionArn(at + 3))];
    if (sort < 20) {
      return [allow("iam:PassRole", `arn:aws:iam::${own}:role/team-1/*`), allow("lambda:*", "*")];
    }
    if (sort < 25) return [allow("sts:AssumeRole", roleArn(at + 3))];
    if (sort < 28) return [allow("iam:PutRolePolicy", roleArn(at))];
    if (sort < 30) return [allow("*", "*")];
    return [allow(["logs:PutLogEvents", "dynamodb:*"], `arn:aws:dynamodb:*:${own}:table/t-${at}`)];
  };
  const service = { Service: at % 2 === 0 ? "lambda.amazonaws.com" : "ec2.amazonaws.com" };
  return {
    arn: roleArn(at),
    trust: policy({ Effect: "Allow", Principal: service, Action: "sts:AssumeRole" }),
    policies: [policy(allow("s3:GetObject", `arn:aws:s3:::bucket-${at}/*`)), policy(...rights())],
  };
}
