import { dirname, isAbsolute, join } from "node:path";
import type { LandingZone, PlacedProblem } from "eks-pod-secrets/grant";
import type { ControlPolicies, OrganizationDocuments, PolicyKind, RawPolicy } from "iam-proof";
import { grammarError } from "iam-proof/grammar";
import * as z from "zod";
import type { UsableInventory } from "../inventory/inventory-file";
import { fileError } from "../json/json-errors";
import { FileError, UserError } from "../terminal/errors";
import { readJsonFile } from "./documents-file";

/** The largest size of a file of control policies, in bytes: many times what AWS allows for one policy. */
const SIZE_LIMIT = 1024 * 1024;

/**
 * The control policies of an inventory's organization. Paths are relative to the inventory. A file contains one policy document;
 * those of all files are attached to one level, which is in force in every account. Or it contains `{"levels": [[…], …]}`, the
 * hierarchy from the root down, for every account or for those in `accounts`, by name or id.
 */
export async function controlPolicies(
  zone: LandingZone,
  inventory: string,
): Promise<Pick<OrganizationDocuments, "serviceControlPolicies" | "resourceControlPolicies">> {
  const { resourceControlPolicies, serviceControlPolicies } = zone.organization;
  return {
    serviceControlPolicies: await readAll(zone, inventory, serviceControlPolicies, "scp"),
    resourceControlPolicies: await readAll(zone, inventory, resourceControlPolicies, "rcp"),
  };
}

/** The problems of the control policy files that an inventory names, file by file. */
export async function controlPolicyProblems(
  { landingZone, problemAt }: UsableInventory,
  inventory: string,
): Promise<PlacedProblem[]> {
  const problems: PlacedProblem[] = [];
  for (const [key, kind] of [
    ["serviceControlPolicies", "scp"],
    ["resourceControlPolicies", "rcp"],
  ] as const) {
    for (const [index, name] of landingZone.organization[key].entries()) {
      try {
        await readOne(landingZone, fileBeside(inventory, name), kind);
      } catch (error) {
        if (error instanceof FileError) problems.push(...error.problems);
        else if (error instanceof UserError) {
          const says = `must name a file of policies, but ${error.message}`;
          problems.push(problemAt(["organization", key, index], says));
        } else throw error;
      }
    }
  }
  return problems;
}

const levelsShape = z.strictObject({
  accounts: z.array(z.string()).optional(),
  levels: z.array(z.array(z.looseObject({}))),
});

interface ControlFile {
  /** A plain document, which belongs to the level that all of them share. */
  document?: RawPolicy;
  levels: RawPolicy[][];
  appliesTo(account: { id: string; name: string }): boolean;
}

async function readAll(
  zone: LandingZone,
  inventory: string,
  names: string[],
  kind: "scp" | "rcp",
): Promise<ControlPolicies[]> {
  if (names.length === 0) return [];
  const files: ControlFile[] = [];
  for (const name of names) files.push(await readOne(zone, fileBeside(inventory, name), kind));
  return zone.accounts.flatMap((account) => {
    const own = files.filter((file) => file.appliesTo(account));
    const shared = own.flatMap(({ document }) => (document === undefined ? [] : [document]));
    const levels = [...(shared.length > 0 ? [shared] : []), ...own.flatMap((file) => file.levels)];
    if (levels.length === 0) return [];
    return [{ account: account.id, levels }];
  });
}

/** The path of a file that is named in an inventory. */
export function fileBeside(inventory: string, name: string): string {
  return isAbsolute(name) ? name : join(dirname(inventory), name);
}

async function readOne(zone: LandingZone, file: string, kind: PolicyKind): Promise<ControlFile> {
  const { text, value } = await readJsonFile(file, SIZE_LIMIT);
  const isLevels = typeof value === "object" && value !== null && "levels" in value;
  if (!isLevels) {
    check(file, text, [], value, kind);
    return { document: value, levels: [], appliesTo: () => true };
  }
  const parsed = levelsShape.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw fileError(file, text, [
      {
        path: issue?.path ?? [],
        message: `it must hold a policy document, or {"accounts"?: ["…"], "levels": [[{…}]]}: ${issue?.message}`,
      },
    ]);
  }
  const { accounts, levels } = value as { accounts?: string[]; levels: RawPolicy[][] };
  for (const [index, account] of (accounts ?? []).entries()) {
    if (zone.accounts.some(({ id, name }) => account === id || account === name)) continue;
    const message = `accounts[${index}] must be an account of the inventory, got ${JSON.stringify(account)}`;
    throw fileError(file, text, [{ path: ["accounts", index], message }]);
  }
  for (const [depth, level] of levels.entries()) {
    for (const [place, one] of level.entries()) {
      check(file, text, ["levels", depth, place], one, kind);
    }
  }
  return {
    levels,
    appliesTo: ({ id, name }) => accounts?.some((one) => one === id || one === name) ?? true,
  };
}

function check(
  file: string,
  text: string,
  path: (string | number)[],
  document: RawPolicy,
  kind: PolicyKind,
): void {
  const title = kind === "scp" ? "service control policy" : "resource control policy";
  const error = grammarError({ name: title, document }, kind);
  if (error) throw fileError(file, text, [{ path, message: error.message }]);
}
