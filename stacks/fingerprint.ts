import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";
import { isMapping } from "iam-proof/collections";
import { parse } from "yaml";
import { areDeclaredAlike, declaredPart } from "./declared-part";
import { deployedBy, type ReaderFiles } from "./deployed-by";
import type { Import } from "./import-file";
import { canonical, digest } from "./run-record";
import type { PlannedStack } from "./stack-plan";

/** Everything that a stack's program depends on, except what the stack holds and what it reads from other stacks. */
export interface Fingerprinted {
  zone: LandingZone;
  stack: Pick<PlannedStack, "account" | "layer" | "name">;
  /** The file of each reader. */
  files: ReaderFiles;
  imports: readonly Omit<Import, "place">[];
  runner: Runner;
}

/** What runs the programs, as passed by `eks-pod-secrets up`. */
export interface Runner {
  /** Directory of the project. */
  directory: string;
  /** Digest of the program and of the versions of its dependencies. */
  versions: string;
}

/** A digest. If it is equal, the programs register the same resources. */
export function fingerprint(given: Fingerprinted): string {
  return digest([declaredPart(given.zone, given.stack), ...besidesDeclared(given)]);
}

/** Whether the fingerprints are equal. It takes little time where the landing zones share their entries. */
export function haveSameFingerprint(one: Fingerprinted, other: Fingerprinted): boolean {
  return (
    areDeclaredAlike(one, other) && isDeepStrictEqual(besidesDeclared(one), besidesDeclared(other))
  );
}

function besidesDeclared({ files, imports, runner, stack, zone }: Fingerprinted): string[] {
  return [
    canonical(deployedBy(zone, stack.account, stack.layer, files)),
    canonical(imports.map(({ id, name, type }) => ({ id, name, type }))),
    canonical(stackConfig(runner.directory, stack.name)),
    canonical(ofProviders(zone, stack.account)),
    runner.versions,
  ];
}

/** The configuration of a stack and its providers in the project's files. */
export function stackConfig(directory: string, stack: string): Record<string, unknown> {
  const project = yamlFile(join(directory, "Pulumi.yaml"));
  const configured = typeof project.stackConfigDir === "string" ? project.stackConfigDir : ".";
  const own = yamlFile(join(directory, configured, `Pulumi.${stack}.yaml`));
  const { config, packages, plugins } = project;
  return { ofAll: { config, packages, plugins }, own: own.config, environment: own.environment };
}

function yamlFile(file: string): Record<string, unknown> {
  const content: unknown = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
  return isMapping(content) ? content : {};
}

/** Environment settings that become arguments of providers unless the program sets them. */
function ofProviders({ clusters }: LandingZone, account: ResolvedAccount): unknown[] {
  const hasContext = clusters.some((one) => one.account === account && one.kubeconfigContext);
  const names = Object.keys(process.env).filter((name) => name.startsWith("PULUMI_K8S_"));
  const all = [...names.sort(), ...(hasContext ? ["KUBECONFIG"] : [])];
  return all.map((name) => [name, process.env[name]]);
}

/**
 * The variable with which `eks-pod-secrets up` makes the programs record their runs. A plain `pulumi up`, which may target only
 * some resources, records none.
 */
const RUNNER = "EKS_POD_SECRETS_RUNNER";

export function runnerEnvironment(runner: Runner): Record<string, string> {
  return { [RUNNER]: JSON.stringify(runner) };
}

export function readRunner(): Runner | undefined {
  const text = process.env[RUNNER];
  return text ? JSON.parse(text) : undefined;
}
