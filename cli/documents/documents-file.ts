import { isUtf8 } from "node:buffer";
import type { AccessDocuments, AssociationDocuments } from "eks-pod-secrets/access";
import { endpointId } from "iam-proof";
import type * as z from "zod";
import { fileError, kinds, type Path, type PathProblem, pathText } from "../json/json-errors";
import { JsonTextError, parseJsonText } from "../json/json-text";
import { FileError, UserError } from "../terminal/errors";
import { readAtMost } from "../terminal/output-file";
import type { BesideDocuments } from "./beside-shape";
import { grammarProblems } from "./document-problems";
import { documentsShape } from "./documents-shape";
import { partitionProblems } from "./partition-problems";

/** The largest size of a documents file, in bytes. */
const SIZE_LIMIT = 256 * 1024 * 1024;

/**
 * Reads a documents file. Throws a `FileError` that names all problems by line and column. Also returns what the file contains in
 * addition to documents.
 */
export async function readDocumentsFile(file: string): Promise<AccessDocuments & BesideDocuments> {
  const { text, value } = await readShaped(file, SIZE_LIMIT, documentsShape, "documents");
  const { $schema: _, ...documents } = value;
  const problems = [
    ...repetitions(documents),
    ...missingGroups(documents),
    ...missingCopies(documents),
    ...unrelatedKeys(documents),
    ...partitionProblems(documents).map(({ flaw, path }) => ({
      path,
      message: `${pathText(path)} ${flaw}`,
    })),
    ...grammarProblems(documents),
  ];
  if (problems.length > 0) throw fileError(file, text, problems);
  return documents;
}

/** Reads a JSON file of a shape, whose schema has this name. Throws a `FileError` with all problems. */
export async function readShaped<Shape extends z.ZodType>(
  file: string,
  limit: number,
  shape: Shape,
  schema: "documents" | "request",
): Promise<{ text: string; value: z.infer<Shape> }> {
  const { text, value } = await readJsonFile(file, limit);
  const { error } = shape.safeParse(value);
  // Not Zod's copy, which lacks members named __proto__, which the grammar must refuse.
  if (!error) return { text, value: value as z.infer<Shape> };
  const problems = error.issues.flatMap((issue) => problemsOf(issue, value, schema));
  throw fileError(file, text, problems);
}

/** Reads a JSON file. A file that cannot be read is a `UserError`, and one that is not JSON a `FileError`. */
export async function readJsonFile(
  file: string,
  limit: number,
): Promise<{ text: string; value: unknown }> {
  const text = await readJsonText(file, limit);
  try {
    return { text, value: parseJsonText(text) };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    throw new FileError([{ file, ...error.place, path: "", message: error.message }]);
  }
}

/** Reads the text of a JSON file of at most so many bytes. A file that cannot be read is a `UserError`. */
export async function readJsonText(file: string, limit: number): Promise<string> {
  const bytes = await readAtMost(file, limit, "name a JSON file");
  if (bytes.length > limit) {
    throw new UserError(`${file} must have at most ${limit / 1024 / 1024} MB; split it`);
  }
  if (!isUtf8(bytes)) throw new UserError(`${file} must be UTF-8 text; save it in that encoding`);
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}

/** The problems that a schema found, in the usual words. */
function problemsOf(
  issue: z.core.$ZodIssue,
  root: unknown,
  schema: "documents" | "request",
): PathProblem[] {
  const { path } = issue;
  const place = pathText(path) || "the file";
  const got = show(valueAt(root, path));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `${pathText([...path, key])} is no key that is known here; remove it, or correct its name (eks-pod-secrets schema ${schema})`,
      }));
    case "invalid_type":
      return [
        {
          path,
          message: `${place} must be ${kinds[issue.expected] ?? issue.expected}, got ${got}`,
        },
      ];
    case "custom":
    case "invalid_format":
      return [{ path, message: `${place} ${issue.message}, got ${got}` }];
    case "invalid_union":
      return issue.discriminator === undefined
        ? [{ path, message: `${place} must be a text or a list of texts, got ${got}` }]
        : [
            {
              path,
              message: `${place} must have a ${issue.discriminator} that is known (eks-pod-secrets schema ${schema}), got ${got}`,
            },
          ];
    default:
      return [{ path, message: `${place}: ${issue.message}, got ${got}` }];
  }
}

/** Entries that occur twice, of which one would be ignored. */
function repetitions(documents: AccessDocuments): PathProblem[] {
  const lists = ["keys", "secrets", "parameters", "roles", "users", "groups"] as const;
  return [
    ...lists.flatMap((list) =>
      repeated(
        (documents[list] ?? []).map(({ arn }) => arn),
        (index) => [list, index, "arn"],
        `must stand once in ${list}`,
      ),
    ),
    ...repeated(
      (documents.vpcEndpoints ?? []).map(endpointId),
      (index) => ["vpcEndpoints", index, "arn"],
      "must end in an id that no other endpoint has",
    ),
    ...repeated(
      (documents.associations ?? []).map(wayWords),
      (index) => ["associations", index],
      "must be the only one of its service account",
    ),
    ...repeated(
      (documents.oidcProviders ?? []).map(({ account }) => account),
      (index) => ["oidcProviders", index, "account"],
      "must stand once in oidcProviders",
    ),
    ...tokensBesideOthers(documents),
  ];
}

/** The service account and, for a way in addition to the association, which way it is. */
function wayWords(association: AssociationDocuments): string {
  const { clusterArn, former, namespace, roleArn, serviceAccount, webIdentity } = association;
  const ways = [...(webIdentity ? ["tokens"] : []), ...(former ? [`former role ${roleArn}`] : [])];
  const way = ways.length > 0 ? ` (${ways.join(", ")})` : "";
  return `${namespace}/${serviceAccount} of ${clusterArn}${way}`;
}

/** Members of a way with tokens that only an EKS Pod Identity association can have. */
function tokensBesideOthers({ associations }: AccessDocuments): PathProblem[] {
  return (associations ?? []).flatMap((one, index) =>
    (["targetRoleArn", "policy"] as const).flatMap((key) => {
      if (!one.webIdentity || !one[key]) return [];
      const path = ["associations", index, key];
      return [{ path, message: `${pathText(path)} must be left out beside webIdentity` }];
    }),
  );
}

/** Names that an earlier entry of the same list has. */
function repeated(
  names: readonly string[],
  pathOf: (index: number) => Path,
  says: string,
): PathProblem[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    const isFirst = !seen.has(name);
    seen.add(name);
    if (isFirst) return [];
    const path = pathOf(index);
    return [{ path, message: `${pathText(path)} ${says}, got ${name} twice` }];
  });
}

/** Missing groups, whose rights nobody could tell. */
function missingGroups({ groups, users }: AccessDocuments): PathProblem[] {
  const known = new Set((groups ?? []).map(({ arn }) => arn));
  return (users ?? []).flatMap((user, index) =>
    (user.groups ?? []).flatMap((arn, place) => {
      const path = ["users", index, "groups", place];
      const message = `${pathText(path)} must name a group of groups, got ${arn}`;
      return known.has(arn) ? [] : [{ path, message }];
    }),
  );
}

/** Missing copies, whose readers nobody could tell. */
function missingCopies({ secrets }: AccessDocuments): PathProblem[] {
  const known = new Set((secrets ?? []).map(({ arn }) => arn));
  return (secrets ?? []).flatMap(({ copies }, index) =>
    (copies ?? []).flatMap((arn, place) => {
      const path = ["secrets", index, "copies", place];
      const message = `${pathText(path)} must name a secret of secrets, got ${arn}`;
      return known.has(arn) ? [] : [{ path, message }];
    }),
  );
}

/** Keys that list a related key which does not list them: nobody could tell what opens what. */
function unrelatedKeys({ keys }: AccessDocuments): PathProblem[] {
  const related = new Map((keys ?? []).map((key) => [key.arn, key.relatedKeys ?? []]));
  return (keys ?? []).flatMap(({ arn, relatedKeys }, index) =>
    (relatedKeys ?? []).flatMap((other, place) => {
      const path = ["keys", index, "relatedKeys", place];
      const message = `${pathText(path)} must name a key whose relatedKeys name ${arn}, got ${other}`;
      return (related.get(other) ?? [arn]).includes(arn) ? [] : [{ path, message }];
    }),
  );
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(
    (at, key) => (at === null || at === undefined ? undefined : Reflect.get(Object(at), key)),
    value,
  );
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
