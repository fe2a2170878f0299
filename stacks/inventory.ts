import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import type { LandingZone } from "../sdk/grant";
import { parseInventory } from "../sdk/grant/inventory/parse-inventory";
import { withReachableGrants } from "./reachable-grants";

/** An inventory beyond this size is not read; its parser refuses it by the same limit. */
const sizeLimit = 10_000_000;

/**
 * The landing zone that the inventory declares, or undefined where it has mistakes: each is then printed once, and the deployment
 * ends without registering anything.
 */
export function readLandingZone(): LandingZone | undefined {
  const name = new pulumi.Config().get("inventory") ?? "landing-zone.yaml";
  const file = resolve(projectDirectory(), name);
  if (!existsSync(file)) {
    fail(
      `inventory ${name} does not exist in ${projectDirectory()}; create it, or name another: pulumi config set inventory FILE`,
    );
    return undefined;
  }
  const { size } = statSync(file);
  if (size >= sizeLimit) {
    fail(`inventory ${name} must be smaller than 10 MB, got ${size} bytes; split it in several`);
    return undefined;
  }
  const parsed = parseInventory(readFileSync(file, "utf8"), name);
  if ("problems" in parsed) {
    for (const problem of parsed.problems) fail(located(problem));
    return undefined;
  }
  for (const warning of parsed.warnings) void pulumi.log.warn(located(warning));
  return withReachableGrants(parsed.landingZone);
}

/** An error that the engine prints and that ends the deployment as failed. */
export function fail(message: string): void {
  void pulumi.log.error(message);
}

function located({
  column,
  file,
  line,
  message,
}: {
  column: number;
  file: string;
  line: number;
  message: string;
}): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** Where Pulumi.yaml is. The program's own directory is that of its compiled code. */
function projectDirectory(): string {
  const root = pulumi.getRootDirectory();
  if (root !== "") return root;
  let directory = process.cwd();
  while (!existsSync(resolve(directory, "Pulumi.yaml")) && dirname(directory) !== directory) {
    directory = dirname(directory);
  }
  return directory;
}
