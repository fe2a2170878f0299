import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Certificate, CertifiedOrigin, ClaimResult } from "iam-proof";
import { documentsDigest } from "../documents/documents-digest";
import type { SourceDocuments } from "../documents/source-documents";
import { UserError } from "../terminal/errors";
import { writeOutput } from "../terminal/output-file";
import { version } from "../terminal/package-directory";
import { sha256 } from "../terminal/sha256";

/** Where certificates are written. */
export interface Certificates {
  /** Removes what was written, because the proof starts again. */
  begin(): void;
  /** Writes the certificates of a proved claim. */
  add(claim: ClaimResult, certificates: Certificate[]): void;
  /** Writes `index.json`: what is certified, and what is not and why. */
  finish(claims: ClaimResult[], sources: SourceDocuments[]): void;
}

/** A directory for certificates. Throws if it is not empty. */
export function certificatesIn(directory: string): Certificates {
  makeEmptyDirectory(directory);
  const written = new Map<string, string[]>();
  const digests = new Map<string, string>();
  const begin = () => {
    for (const name of digests.keys()) rmSync(join(directory, name), { force: true });
    digests.clear();
    written.clear();
  };
  const write = (name: string, text: string) => {
    try {
      writeOutput(join(directory, name), text);
    } catch (error) {
      begin(); // so that the same command finds an empty directory again
      throw error;
    }
    digests.set(name, sha256(text));
  };
  return {
    begin,
    add({ claim, subject }, certificates) {
      const names = certificates.map((certificate, index) => {
        const name = `${fileName(claim, subject)}-${index + 1}`;
        const about = { claim, subject, question: index + 1 };
        write(
          `${name}.cnf`,
          dimacsText(certificate, [`${claim} of ${subject}, question ${index + 1}`]),
        );
        write(`${name}.lrat`, lratText(certificate));
        write(`${name}.json`, meaningText(certificate, about));
        return name;
      });
      written.set(keyOf({ claim, subject }), names);
    },
    finish(claims, sources) {
      for (const { name, documents } of sources.flatMap(documentFiles)) {
        write(name, `${JSON.stringify(documents, null, 2)}\n`);
      }
      const index = {
        format: "eks-pod-secrets certificates 2",
        version: version(),
        documents: sources.flatMap(documentFiles).map(({ documents, name, title }) => ({
          ...{ title, file: name },
          sha256: documentsDigest(documents),
        })),
        claims: claims.map((claim) => indexEntry(claim, written.get(keyOf(claim)) ?? [])),
        files: Object.fromEntries(digests),
      };
      write("index.json", `${JSON.stringify(index, null, 2)}\n`);
    },
  };
}

function makeEmptyDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true });
  if (readdirSync(directory).length === 0) return;
  throw new UserError(
    `--certificate must name a directory that is empty or does not exist, got "${directory}"`,
  );
}

function indexEntry(
  { alsoAllowed, assumptionsUsed, claim, reason, result, subject }: ClaimResult,
  certificates: string[],
) {
  const why = notCertified(result, reason, certificates);
  return {
    ...{ claim, subject, result, assumptionsUsed, certificates },
    ...(alsoAllowed && { alsoAllowed }),
    ...(why !== undefined && { notCertified: why }),
  };
}

/** Why a claim has no certificate, or an insufficient one. */
function notCertified(
  result: ClaimResult["result"],
  reason: string | undefined,
  certificates: string[],
): string | undefined {
  if (result === "refuted") return "it is refuted: the counterexample shows it";
  if (result === "unknown") return `it is unknown: ${reason ?? "no answer"}`;
  return certificates.length > 0 ? undefined : "it was decided without the solver";
}

function keyOf({ claim, subject }: Pick<ClaimResult, "claim" | "subject">): string {
  return JSON.stringify([claim, subject]);
}

const LONGEST_SUBJECT = 100;

/** A file name for a claim and subject: unique, and safe on every file system. */
function fileName(claim: string, subject: string): string {
  const readable = subject.replace(/[^A-Za-z0-9]+/g, "-").slice(0, LONGEST_SUBJECT);
  return `${claim}-${readable}-${sha256(subject).slice(0, 12)}`;
}

/** The files with the documents that the claims are about; documents to compare with come last. */
function documentFiles({ documents, everyone, title }: SourceDocuments, index: number) {
  const name = index === 0 ? "documents" : "documents-before";
  const own = { name: `${name}.json`, title, documents };
  if (!everyone) return [own];
  const ofAll = `${title}, with every role and user`;
  return [own, { name: `${name}-everyone.json`, title: ofAll, documents: everyone }];
}

/** The clauses in DIMACS, each below a comment with its number and origin. */
function dimacsText({ clauses, origins, variables }: Certificate, about: string[]): string {
  const lines = [...about.map(comment), `p cnf ${variables.length} ${clauses.length}`];
  for (const [index, { defines, literals, origin }] of clauses.entries()) {
    const words = originInWords(origins[origin] as CertifiedOrigin);
    const where = defines === undefined ? words : `defines ${defines}, for: ${words}`;
    lines.push(comment(`${index + 1} ${where}`), [...literals, 0].join(" "));
  }
  return `${lines.join("\n")}\n`;
}

/** The steps in LRAT: each clause with the numbers of the clauses that imply it. */
function lratText({ clauses, steps }: Certificate): string {
  return steps
    .map(({ by, literals }, index) =>
      [clauses.length + index + 1, ...literals, 0, ...by, 0].join(" "),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** The meaning of the clauses: their origins, and what the variables stand for. */
function meaningText(
  { clauses, gates, given, origins, patterns, templates, texts, variables }: Certificate,
  about: { claim: string; subject: string; question: number },
): string {
  const lists = {
    clauses: clauses.map(({ defines, origin }) => ({
      origin,
      ...(defines !== undefined && { defines }),
    })),
    ...{ gates, origins, variables, texts, patterns, templates },
  };
  const entries = Object.entries(lists).map(([name, list]) => {
    const lines = list.map((one) => `  ${JSON.stringify(one)}`).join(",\n");
    return `"${name}": [\n${lines}\n]`;
  });
  const head = Object.entries({ ...about, given }).map(
    ([name, value]) => `"${name}": ${JSON.stringify(value)}`,
  );
  return `{\n${[...head, ...entries].join(",\n")}\n}\n`;
}

function originInWords(origin: CertifiedOrigin): string {
  switch (origin.kind) {
    case "statement":
      return `statement ${origin.sid ?? `${origin.index} (from 0)`} of the ${origin.document}`;
    case "gate":
      return "part" in origin.name ? origin.name.part : "a statement";
    case "fact":
      return "fact about texts";
    case "assumption":
      return `assumption ${origin.name}`;
    case "request":
      return `every request: ${origin.says}`;
    case "violation":
      return "what must not be possible";
  }
}

/** A comment on one line, whatever names the documents have. */
function comment(text: string): string {
  return `c ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "?")}`;
}
