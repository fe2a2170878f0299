import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A resource as the backend stores it. */
export interface KeptResource {
  urn: string;
  type: string;
  id?: string;
  parent?: string;
  external?: boolean;
  delete?: boolean;
  provider?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** What the stand-in for the Pulumi CLI stores about a stack. */
export interface KeptStack {
  resources: number;
  holds?: KeptResource[];
  /** What a killed run was making. */
  pending?: KeptResource[];
  /** Values of its configuration, by name. */
  config?: Record<string, string>;
  last?: { kind: string; result?: string; confirmed?: string; revoked?: string };
}

/** The files in which the stand-in stores stacks. `behaviour` says what it does to each stack, or under `backend` to every call. */
export function keptFiles(
  stacks: Record<string, KeptStack>,
  behaviour: Record<string, string> = {},
): Record<string, string> {
  const files: Record<string, string> = { "commands.log": "" };
  for (const [name, does] of Object.entries(behaviour)) files[`${name}.behaviour`] = does;
  for (const [name, { config, holds, last, pending = [], resources }] of Object.entries(stacks)) {
    files[`${name}.resources`] = String(resources);
    if (config) files[`${name}.config`] = configured(config);
    if (last) files[`${name}.last`] = JSON.stringify(last);
    if (holds) files[`${name}.deployment`] = JSON.stringify(exported(holds, pending));
  }
  return files;
}

function configured(config: Record<string, string>): string {
  const values = Object.entries(config).map(([name, value]) => [`p:${name}`, { value }]);
  return JSON.stringify(Object.fromEntries(values)).slice(1, -1);
}

function exported(resources: KeptResource[], pending: KeptResource[]) {
  const pending_operations = pending.map((resource) => ({ type: "creating", resource }));
  return { version: 3, deployment: { manifest: {}, resources, pending_operations } };
}

/** What the stand-in has stored about a stack. */
export function keptIn(directory: string, name: string): KeptStack {
  const read = (part: string) => {
    const file = join(directory, `${name}.${part}`);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  };
  const kept = { resources: read("resources"), last: read("last") };
  return { ...kept, holds: read("deployment")?.deployment.resources };
}

/** An environment in which `pulumi` is the stand-in, with the files of a directory. */
export function fakePulumi(directory: string): { PATH: string; FAKE_PULUMI: string } {
  return { PATH: `${__dirname}${delimiter}${process.env.PATH}`, FAKE_PULUMI: directory };
}
