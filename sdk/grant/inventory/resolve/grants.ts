import { attributesOf } from "../../../rules/mounts";
import type { Path, Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";
import type {
  ResolvedGrant,
  ResolvedParameter,
  ResolvedReader,
  ResolvedSecret,
} from "../../landing-zone/landing-zone";
import type { ReadEntry } from "../schema/reader";
import type { ReaderDraft } from "./readers";

/** What a reader may name. */
export interface Readable {
  secrets: ReadonlyMap<string, ResolvedSecret>;
  parameters: ReadonlyMap<string, ResolvedParameter>;
}

/** A grant, the entry that declares it, and where that stands. */
export interface GrantDraft {
  grant: ResolvedGrant;
  entry: ReadEntry;
  path: Path;
}

/** Gives a reader and what it reads the grants that its `reads` declare. */
export function resolveGrants(
  { entry, path, reader }: ReaderDraft,
  readable: Readable,
  report: Report,
): GrantDraft[] {
  const drafts: GrantDraft[] = [];
  for (const [index, item] of (entry.reads ?? []).entries()) {
    const at = [...path, "reads", index];
    const read = typeof item === "string" ? { secret: item } : item;
    const grant = resolveGrant(read, reader, readable, at, report);
    if (!grant) continue;
    reader.grants.push(grant);
    grant.target.grants.push(grant as never);
    drafts.push({ grant, entry: read, path: at });
  }
  return drafts;
}

function resolveGrant(
  read: ReadEntry,
  reader: ResolvedReader,
  { parameters, secrets }: Readable,
  path: Path,
  report: Report,
): ResolvedGrant | undefined {
  const { parameter, secret, version, versionStage } = read;
  if ((parameter === undefined) === (secret === undefined)) {
    const got = secret === undefined ? "neither" : "both";
    report(path, `must have either secret or parameter, got ${got}`);
    return undefined;
  }
  if (version !== undefined && versionStage !== undefined) {
    report([...path, "versionStage"], "must be left out beside version; keep one of them");
  }
  const details = {
    reader,
    regions: [reader.region, ...(reader.failoverRegion ? [reader.failoverRegion] : [])],
    ...attributesOf(read),
    jmesPath: (read.jmesPath ?? []).map(({ as, ...rest }) => ({ ...rest, file: as })),
  };
  const own = reader.cluster.account;
  if (secret !== undefined) {
    const target = secrets.get(secret);
    if (!target) return undefined;
    const file = read.as ?? defaultFile(target.name);
    return { kind: "secret", target, crossAccount: target.account !== own, file, ...details };
  }
  const at = [...path, "parameter"];
  const target = parameters.get(parameter ?? "");
  if (!target) return undefined;
  if (target.account !== own) {
    report(
      at,
      `must be a parameter of ${own.name}, the pod's own account, got ${shown(target.id)} of ${target.account.name}; parameters are not read across accounts: make it a secret`,
    );
  }
  const file = read.as ?? defaultFile(target.name);
  return { kind: "parameter", target, crossAccount: target.account !== own, file, ...details };
}

/** The name that the provider itself gives to a file: slashes become underscores. */
function defaultFile(name: string): string {
  return name.replaceAll("/", "_");
}
