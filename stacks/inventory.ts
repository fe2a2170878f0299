import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { documentBudgets, extraStatements } from "eks-pod-secrets/access/landing-zone";
import {
  INVENTORY_SIZE_LIMIT,
  type InventoryFile,
  type LandingZone,
  type ParsedInventory,
  type PlacedProblem,
  parseInventory,
  tooLarge,
} from "eks-pod-secrets/grant";
import { type ReaderFiles, readerFiles } from "./deployed-by";
import { includedFiles } from "./inventory-files";
import { quotaProblems } from "./quotas";

/** A landing zone, and the files of its readers. */
interface DeclaredZone {
  zone: LandingZone;
  /** Path of the inventory. */
  file: string;
  files: ReaderFiles;
}

/**
 * The landing zone that the inventory declares. Throws if there are mistakes: a program that returned normally without resources
 * would make Pulumi delete the whole stack. The inventory is the one that the command passes in `EKS_POD_SECRETS_INVENTORY`,
 * otherwise that of the stack's setting `inventory`, otherwise landing-zone.yaml.
 */
export function readLandingZone(): DeclaredZone {
  const name =
    process.env.EKS_POD_SECRETS_INVENTORY ||
    (new pulumi.Config().get("inventory") ?? "landing-zone.yaml");
  // The directory of Pulumi.yaml. The working directory is that of the compiled program.
  const directory = pulumi.runtime.getRootDirectory() || process.cwd();
  const file = resolve(directory, name);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new pulumi.RunError(
      `inventory ${name} must be a file; create it, or name another: pulumi config set inventory FILE`,
    );
  }
  const parsed = parseFile(file, name);
  if ("problems" in parsed) {
    throw new pulumi.RunError(parsed.problems.map(located).join("\n"));
  }
  for (const warning of parsed.warnings) void pulumi.log.warn(located(warning));
  return { zone: parsed.landingZone, file, files: readerFiles(parsed, file, name) };
}

/** What this thread parsed last: `up` runs the programs of several stacks in a thread, mostly of the same files. */
let last: { read: InventoryFile[]; parsed: ParsedInventory } | undefined;

function parseFile(file: string, name: string): ParsedInventory {
  const { size } = statSync(file);
  if (size >= INVENTORY_SIZE_LIMIT) return { problems: [tooLarge(name, size)] };
  const text = readFileSync(file, "utf8");
  const { files, problems } = includedFiles({ file, text });
  if (problems.length > 0) return { problems };
  const read = [{ file: name, text }, ...files];
  if (last && isDeepStrictEqual(last.read, read)) return last.parsed;
  const parsed = parseInventory(
    text,
    name,
    [documentBudgets, extraStatements, quotaProblems],
    files,
  );
  last = { read, parsed };
  return parsed;
}

function located({ column, file, line, message }: PlacedProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}
