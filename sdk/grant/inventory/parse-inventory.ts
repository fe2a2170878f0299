import { asMapping } from "iam-proof/collections";
import { INVENTORY_VERSION, newerVersion } from "../../rules";
import type { Path, Problem, Report } from "../../rules/problem";
import type { LandingZone } from "../landing-zone/landing-zone";
import { withSharedEntries } from "../landing-zone/shared-entries";
import { checkFiles, checkKubernetes } from "./checks/kubernetes";
import { checkNames, checkPlaces, checkRegions, checkSecretNames } from "./checks/names";
import {
  checkAttributes,
  checkExternalReaders,
  checkNamespaces,
  checkRoles,
  checkRotationRoles,
  checkSessionTags,
} from "./checks/readers";
import { type InventoryFile, mergedDocument } from "./merged-document";
import {
  resolveAccounts,
  resolveMode,
  resolveOrganization,
  resolveQuotas,
} from "./resolve/accounts";
import { resolveClusters } from "./resolve/clusters";
import { checkExistingRole } from "./resolve/existing-role";
import { resolveExternalGrants, resolveExternalReaders } from "./resolve/external";
import { checkIdentity, checkTags, resolveFormerRole } from "./resolve/identity";
import { assignSecrets, keyRing } from "./resolve/keys";
import { resolveParameters } from "./resolve/parameters";
import { resolveGrants, resolveReaders } from "./resolve/readers";
import { resolveSecrets } from "./resolve/secrets";
import { type Inventory, inclusionsSchema, inventorySchema } from "./schema/inventory";
import { schemaFlaws } from "./schema-problems";
import type { ReadParts } from "./text-parts";
import { type PlacedProblem, readYaml, type YamlDocument } from "./yaml-document";

/** An inventory that can be deployed, or everything that is wrong with it, in the file's order. */
export type ParsedInventory =
  | {
      inventory: Inventory;
      landingZone: LandingZone;
      /** Problems that do not widen access but will not work. */
      warnings: PlacedProblem[];
      /** A problem with the value at `path`, for callers that know more than the text. */
      problemAt(path: Path, says: string): PlacedProblem;
      /** The file that the value at `path` is from. */
      fileOf: YamlDocument["fileOf"];
      /** The parts of its files, as a starting point for reading a similar inventory. */
      parts: ReadParts;
    }
  | { problems: PlacedProblem[] };

/** An inventory that was just read, and what a similar one may share with it. */
export type SimilarInventory = Pick<
  Extract<ParsedInventory, { parts: ReadParts }>,
  "landingZone" | "parts"
>;

/** A check by a higher layer, e.g. of the sizes of the documents that the landing zone leads to. */
export type LandingZoneRule = (landingZone: LandingZone) => Problem[];

/**
 * Reads an inventory from its text. Never throws, whatever the text is. `file` is only used in problems. `rules` are applied last,
 * and only to a landing zone without errors; defaults to none. `included` are the files that it includes, directly or through
 * others; their entries count as its own. `like` is another inventory that is mostly the same: it makes reading faster, and the
 * landing zones share the entries that are equal. Nothing else changes.
 */
export function parseInventory(
  text: string,
  file: string,
  rules: readonly LandingZoneRule[] = [],
  included: readonly InventoryFile[] = [],
  like?: SimilarInventory,
): ParsedInventory {
  const read = readAll([{ file, text }, ...included], like?.parts);
  if ("problems" in read) return read;
  const { fileOf, problemAt, value } = read.document;
  const files = [file, ...included.map((one) => one.file)];
  const inOrder = (problems: PlacedProblem[]) => ordered(problems, files);

  const newer = newerVersion(value);
  if (newer !== undefined) {
    const says = `must be at most ${INVENTORY_VERSION}, got ${newer}; a later release of eks-pod-secrets reads it`;
    return { problems: [problemAt(["version"], says)] };
  }
  const checked = inventorySchema.safeParse(value);
  if (!checked.success) {
    const flaws = schemaFlaws(checked.error.issues, value).map(({ path, says, spot }) =>
      problemAt(path, says, spot),
    );
    return { problems: inOrder([...flaws, ...wrongNames(value, flaws, problemAt)]) };
  }
  const { findings, landingZone: own } = resolveInventory(checked.data);
  const landingZone = like ? withSharedEntries(own, like.landingZone) : own;
  if (!findings.some(({ severity }) => severity === "error")) {
    findings.push(...rules.flatMap((rule) => rule(landingZone)));
  }
  const ofSeverity = (severity: string) =>
    findings
      .filter((finding) => finding.severity === severity)
      .map(({ path, says }) => problemAt(path, says));
  const problems = ofSeverity("error");
  if (problems.length > 0) return { problems: inOrder(problems) };
  const warnings = inOrder(ofSeverity("warning"));
  return { inventory: checked.data, landingZone, warnings, problemAt, fileOf, parts: read.parts };
}

/** References to entries that do not exist, except references that already have a problem of their own. */
function wrongNames(
  value: unknown,
  flaws: readonly PlacedProblem[],
  problemAt: YamlDocument["problemAt"],
): PlacedProblem[] {
  const flawed = new Set(flaws.map(({ path }) => path));
  const problems: PlacedProblem[] = [];
  checkNames(value, (path, says) => {
    if (says !== undefined) problems.push(problemAt(path, says));
  });
  return problems.filter(({ path }) => !flawed.has(path));
}

function readAll(
  files: readonly InventoryFile[],
  like?: ReadParts,
):
  | (Pick<ReturnType<typeof mergedDocument>, "document"> & { parts: ReadParts })
  | { problems: PlacedProblem[] } {
  const reads = files.map(({ file, text }) => readYaml(text, file, like));
  const problems = reads.flatMap((read) => ("problems" in read ? read.problems : []));
  const [first, ...others] = reads.flatMap((read) => ("document" in read ? [read.document] : []));
  if (problems.length > 0 || !first) return { problems };
  const { document, problems: clashes } = mergedDocument([first, ...others]);
  const wrong = [...clashes, ...others.flatMap(wrongInclusions)];
  if (wrong.length > 0) return { problems: wrong };
  return { document, parts: new Map([first, ...others].flatMap(({ parts }) => [...parts])) };
}

/** Problems with `include` in files other than the first. The first one's is checked together with everything else. */
function wrongInclusions({ problemAt, value }: YamlDocument): PlacedProblem[] {
  const { include } = asMapping(value);
  const checked = inclusionsSchema.safeParse(Array.isArray(include) ? include : []);
  if (checked.success) return [];
  return schemaFlaws(checked.error.issues, include).map(({ path, says, spot }) =>
    problemAt(["include", ...path], says, spot),
  );
}

function ordered(problems: PlacedProblem[], files: readonly string[]): PlacedProblem[] {
  const places = new Map(files.map((file, place) => [file, place]));
  const placeOf = ({ file }: PlacedProblem) => places.get(file) ?? 0;
  return problems.sort((a, b) => placeOf(a) - placeOf(b) || a.line - b.line || a.column - b.column);
}

/**
 * Applies the defaults, resolves the names, and finds problems. If there is a problem of severity `error`, the landing zone is
 * incomplete and must not be used: entries that refer to something missing or wrong are not in it. Takes time linear in the
 * inventory.
 */
function resolveInventory(inventory: Inventory): {
  landingZone: LandingZone;
  findings: Problem[];
} {
  const findings: Problem[] = [];
  const report: Report = (path, says, severity = "error") => {
    if (says !== undefined) findings.push({ path, says, severity });
  };
  checkNames(inventory, report);
  checkRegions(inventory, report);
  checkSecretNames(inventory, report);
  const accounts = resolveAccounts(inventory, report);
  const clusters = resolveClusters(inventory, accounts, report);
  const ring = keyRing(report);
  const keys = { ring, ofOthers: keyRing(report) };
  const secrets = resolveSecrets(inventory, accounts, keys, report);
  const parameters = resolveParameters(inventory, accounts, ring, report);
  const readers = resolveReaders(inventory, clusters, report);

  for (const draft of readers) {
    const grants = resolveGrants(draft, { secrets, parameters }, report);
    resolveMode(draft, grants, report);
    checkPlaces(grants, report);
    checkFiles(draft.reader, grants, draft.path, report);
    checkIdentity(draft, report);
    checkExistingRole(draft, report);
  }
  const former = readers.flatMap((draft) => resolveFormerRole(draft, report));
  for (const { grants } of former) checkPlaces(grants, report);
  const external = resolveExternalReaders(inventory, accounts, clusters, report);
  for (const draft of external) {
    checkPlaces(resolveExternalGrants(draft, secrets, report), report);
    checkTags(draft, report);
  }
  external.push(...former.map(({ draft }) => draft));
  assignSecrets(secrets.values());
  checkAttributes(secrets.values(), report);
  checkRotationRoles(secrets.values(), report);
  checkKubernetes(readers, report);
  checkSessionTags(readers, report);
  checkNamespaces(clusters.values(), readers, report);
  checkRoles(readers, report);
  checkExternalReaders(readers, external, report);

  const landingZone: LandingZone = {
    ...(inventory.id && { id: inventory.id }),
    organization: resolveOrganization(inventory),
    quotas: resolveQuotas(inventory),
    accounts: [...accounts.values()],
    clusters: [...clusters.values()],
    keys: [...ring.keys.values()],
    secrets: [...secrets.values()].filter((secret) => !secret.external),
    parameters: [...parameters.values()],
    readers: readers.map(({ reader }) => reader),
    externalSecrets: [...secrets.values()].filter((secret) => secret.external),
    externalReaders: external.map(({ reader }) => reader),
  };
  return { landingZone, findings };
}
