import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RawPolicy } from "../proof";
import { compiledFile } from "../sandbox/instance/installation";
import { managedPolicies, policiesThatReadNothing } from "./managed-policies";
import { printTable } from "./measuring/table";
import { withDirectory } from "./measuring/usage";
import { documentsOfAccount } from "./size-documents";
import type { ProofCost } from "./size-proof";

/** Roles of an account beside the declared readers', and its secrets. */
const ACCOUNTS: [roles: number, secrets: number][] = [
  [250, 1],
  [500, 1],
  [1_000, 1],
  [2_000, 1],
  [1_000, 125],
  [1_000, 250],
  [1_000, 500],
];
const SMALL_ACCOUNTS: typeof ACCOUNTS = [[10, 2]];

/** Readers that share 48 secrets. */
const SHARING = [250, 500, 1_000, 2_000];
const SMALL_SHARING = [10];

/** Takes the place of AWS's managed policies where none are fetched. */
const SMALL_POLICIES: RawPolicy[] = [
  {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: "*" },
      {
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:*:*:secret:rds!*",
      },
    ],
  },
];

/** The whole proof of accounts whose roles have AWS's managed policies, and of secrets that many pods read. */
export async function benchSize(isSmall: boolean): Promise<void> {
  await withDirectory(async (directory) => {
    const read = isSmall ? SMALL_POLICIES : managedPolicies(directory);
    const policies = await policiesThatReadNothing(
      read,
      (policy) => documentsOfAccount(1, 1, [policy]).everyone,
    );
    console.log(`${policies.length} of ${read.length} managed policies, which read no secret here`);
    const file = join(directory, "policies.json");
    writeFileSync(file, JSON.stringify(policies));
    printTable(
      ["roles, of 5 managed policies each", "secrets", ...COST_TITLES],
      (isSmall ? SMALL_ACCOUNTS : ACCOUNTS).map(([roles, secrets]) => [
        String(roles),
        String(secrets),
        ...costColumns(["account", String(roles), String(secrets), file]),
      ]),
    );
    printTable(
      ["readers of 48 secrets", ...COST_TITLES],
      (isSmall ? SMALL_SHARING : SHARING).map((readers) => [
        String(readers),
        ...costColumns(["shared", String(readers)]),
      ]),
    );
  });
}

const COST_TITLES = ["result", "claims", "processor s", "peak MB"];

function costColumns(args: string[]): string[] {
  const program = compiledFile("bench/size-proof.js");
  const printed = execFileSync(process.execPath, [program, ...args], { encoding: "utf8" });
  const cost: ProofCost = JSON.parse(printed);
  return [
    cost.result,
    String(cost.claims),
    cost.processorSeconds.toFixed(2),
    cost.peakMegabytes.toFixed(0),
  ];
}
