import { readdirSync } from "node:fs";
import { join } from "node:path";
import { levelOf } from "../../guard/guard-policies";
import { writeTogether } from "../../terminal/output-file";
import type { GuardAnswer } from "./shape";

/**
 * Writes each policy for AWS, without white space, which counts towards its size; all of them for the component AccessGuards; and
 * for the inventory, what is in force in the accounts.
 */
export function writePolicies(
  { guards, result, unguarded }: GuardAnswer,
  directory: string,
): GuardAnswer["inventory"] {
  const files = new Map<string, string>();
  const boundaries = unguarded.map(({ boundary }) => boundary);
  for (const { document, file } of [...guards.flatMap((one) => one.policies), ...boundaries]) {
    if (file) files.set(file, JSON.stringify(document));
  }
  const attached = guards.map(({ policies, target }) => ({
    target,
    policies: policies.map(({ document, name, type }) => ({ name, type, document })),
  }));
  const all = JSON.stringify({ result, guards: attached }, null, 2);
  files.set(join(directory, "guards.json"), `${all}\n`);
  const written = (kind: "service" | "resource", of: string) =>
    guards.map(({ accounts, policies, target }) => {
      const file = join(directory, `in-force-${target}-${kind}.json`);
      const own = policies.flatMap(({ document, type }) => (type === of ? [document] : []));
      const levels = [levelOf(kind, own)];
      files.set(file, `${JSON.stringify({ accounts, levels }, null, 2)}\n`);
      return file;
    });
  const inventory = {
    serviceControlPolicies: written("service", "SERVICE_CONTROL_POLICY"),
    resourceControlPolicies: written("resource", "RESOURCE_CONTROL_POLICY"),
  };
  writeTogether(files);
  return inventory;
}

/** Notes about files that earlier guards left in the directory. Their policies may still be attached. */
export function spareNotes(answer: GuardAnswer, directory: string): string[] {
  const { guards, inventory, kubernetes, unguarded } = answer;
  const written = new Set([
    ...guards.flatMap(({ policies }) => policies.map(({ file }) => file)),
    ...unguarded.map(({ boundary }) => boundary.file),
    ...Object.values(inventory ?? {}).flat(),
    ...(kubernetes ?? []).map(({ file }) => file),
  ]);
  const ours = kubernetes
    ? /^(eks-pod-secrets|in-force|admission)-.*\.json$/
    : /^(eks-pod-secrets|in-force)-.*\.json$/;
  return readdirSync(directory)
    .filter((name) => ours.test(name) && !written.has(join(directory, name)))
    .sort()
    .map((name) => {
      const what = `${join(directory, name)} is of an earlier guard, and no part of this one`;
      const policy = /^(eks-pod-secrets-.*-(?:service|resource)-\d+)\.json$/.exec(name)?.[1];
      if (policy === undefined) return `${what}: remove it`;
      return `${what}: remove it, and take its policy ${policy} off, or it goes on denying`;
    });
}
