import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Certificate, ClaimResult } from "iam-proof";
import { documentsDigest } from "../documents/documents-digest";
import type { SourceDocuments } from "../documents/source-documents";
import { UserError } from "../terminal/errors";
import { version } from "../terminal/package-directory";
import { sha256 } from "../terminal/sha256";
import { dimacsText, lratText, meaningText } from "./certificate-text";

/** Where certificates are written. */
export interface Certificates {
  /** Takes away what was written: the proof begins anew. */
  begin(): void;
  /** Writes the certificates of a claim that is proved. */
  add(claim: ClaimResult, certificates: Certificate[]): void;
  /** Writes `index.json`: what is certified, and what is not and why. */
  finish(claims: ClaimResult[], sources: SourceDocuments[]): void;
}

/** A directory for certificates; throws where it holds anything. */
export function certificatesIn(directory: string): Certificates {
  makeEmptyDirectory(directory);
  const written = new Map<string, string[]>();
  const digests = new Map<string, string>();
  const write = (name: string, text: string) => {
    writeFileSync(join(directory, name), text);
    digests.set(name, sha256(text));
  };
  return {
    begin() {
      for (const name of digests.keys()) rmSync(join(directory, name), { force: true });
      digests.clear();
      written.clear();
    },
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
      const index = {
        format: "eks-pod-secrets certificates 1",
        version: version(),
        documents: sources.flatMap(documentDigests),
        claims: claims.map((claim) => indexEntry(claim, written.get(keyOf(claim)) ?? [])),
        files: Object.fromEntries(digests),
      };
      writeFileSync(join(directory, "index.json"), `${JSON.stringify(index, null, 2)}\n`);
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
  { assumptionsUsed, claim, reason, result, subject }: ClaimResult,
  certificates: string[],
) {
  const why = notCertified(result, reason, certificates);
  return {
    ...{ claim, subject, result, assumptionsUsed, certificates },
    ...(why !== undefined && { notCertified: why }),
  };
}

/** Why a claim has no certificate, or one that does not suffice. */
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

/** Safe on every file system, and another one for each claim and subject. */
function fileName(claim: string, subject: string): string {
  const readable = subject.replace(/[^A-Za-z0-9]+/g, "-").slice(0, LONGEST_SUBJECT);
  return `${claim}-${readable}-${sha256(subject).slice(0, 12)}`;
}

/** Digests of the documents that the claims are about. */
function documentDigests({ documents, everyone, title }: SourceDocuments) {
  const ofAll = everyone
    ? [{ title: `${title}, with every role and user`, documents: everyone }]
    : [];
  return [{ title, documents }, ...ofAll].map((one) => ({
    title: one.title,
    sha256: documentsDigest(one.documents),
  }));
}
