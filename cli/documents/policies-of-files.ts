import type { PoliciesOfFiles } from "eks-pod-secrets/access/landing-zone";
import type { LandingZone, PlacedProblem } from "eks-pod-secrets/grant";
import type { RawPolicy } from "iam-proof";
import { grammarError } from "iam-proof/grammar";
import type { UsableInventory } from "../inventory/inventory-file";
import { fileError } from "../json/json-errors";
import { FileError, UserError } from "../terminal/errors";
import { controlPolicies, controlPolicyProblems, fileBeside } from "./control-policies";
import { readJsonFile } from "./documents-file";

/** Largest size of a policy file in bytes: many times what AWS allows. */
const SIZE_LIMIT = 1024 * 1024;

/** Reads the policies that an inventory names by file. Paths are relative to the inventory. */
export async function policiesOfFiles(
  zone: LandingZone,
  inventory: string,
): Promise<PoliciesOfFiles> {
  const keptPolicies = new Map<string, RawPolicy[]>();
  for (const { keptPolicies: kept, role } of zone.readers) {
    if (!kept) continue;
    const files = kept.map(({ file }) => keptPolicy(fileBeside(inventory, file)));
    keptPolicies.set(role.arn, await Promise.all(files));
  }
  return { ...(await controlPolicies(zone, inventory)), keptPolicies };
}

/** The problems of these files, each checked by itself. */
export async function fileProblems(
  parsed: UsableInventory,
  inventory: string,
): Promise<PlacedProblem[]> {
  const problems = await controlPolicyProblems(parsed, inventory);
  for (const { id, keptPolicies = [] } of parsed.landingZone.readers) {
    for (const [index, { file }] of keptPolicies.entries()) {
      try {
        await keptPolicy(fileBeside(inventory, file));
      } catch (error) {
        if (error instanceof FileError) problems.push(...error.problems);
        else if (error instanceof UserError) {
          const path = ["readers", id, "keptPolicies", index, "document"];
          problems.push(
            parsed.problemAt(path, `must name a file of a policy, but ${error.message}`),
          );
        } else throw error;
      }
    }
  }
  return problems;
}

async function keptPolicy(file: string): Promise<RawPolicy> {
  const { text, value } = await readJsonFile(file, SIZE_LIMIT);
  const error = grammarError({ name: "policy of a role", document: value }, "identity");
  if (error) throw fileError(file, text, [{ path: [], message: error.message }]);
  return value;
}
