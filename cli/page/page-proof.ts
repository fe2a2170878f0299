import type { AccessDocuments } from "../../sdk/access";
import { CLAIMS, prove } from "../../sdk/access";
import { readJsonFile } from "../documents/documents-file";
import { UserError } from "../errors";
import { proveShape } from "../json-schemas";
import { count } from "../output";
import { progressBar } from "../progress";
import { assumptionsOf, type ProveAnswer } from "../prove/answer";
import { shellWord } from "../shell-word";
import { counted } from "./parts";
import type { PageProof } from "./proof-section";

/** Grants up to which a report proves by itself; more take longer than a report should. */
export const MOST_PROVED = 100;

const SIZE_LIMIT = 64 * 1024 * 1024;

/** Proves the claims that the page shows, unless the documents are many. */
export async function ownProof(documents: AccessDocuments, inventory: string): Promise<PageProof> {
  const grants = documents.grants?.length ?? 0;
  if (grants > MOST_PROVED) {
    return {
      absent: `Nothing was proved for this page: ${counted(grants, "grant")} take longer than a report should.`,
      commands: [
        `eks-pod-secrets prove --inventory ${shellWord(inventory)} --json > proof.json`,
        `eks-pod-secrets report --inventory ${shellWord(inventory)} --proof proof.json`,
      ],
    };
  }
  const bar = progressBar("proving");
  try {
    const proof = await prove(documents, {
      claims: CLAIMS.filter((claim) => claim !== "lean" && claim !== "difference"),
      onProgress: bar.update,
    });
    const answer = { ...proof, assumptions: assumptionsOf(undefined, []).made, notes: [] };
    return { answer, source: "Proved as this page was made, from the same documents." };
  } finally {
    bar.end();
  }
}

/** Reads what `prove --json` answered. A file of another landing zone is a `UserError`. */
export async function proofFile(
  file: string,
  isKnown: (subject: string) => boolean,
): Promise<PageProof> {
  const { value } = await readJsonFile(file, SIZE_LIMIT);
  const parsed = proveShape.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join(".");
    throw new UserError(
      `${file} must hold what eks-pod-secrets prove --json answers, but ${path ? `${path}: ` : ""}${issue?.message}`,
    );
  }
  const answer = parsed.data as ProveAnswer;
  const subjects = answer.claims.filter(({ claim }) => claim !== "lean" && claim !== "difference");
  const known = subjects.filter(({ subject }) => isKnown(subject)).length;
  if (known === 0) {
    throw new UserError(
      `${file} must be a proof of this inventory's documents, but names none of them; make it by eks-pod-secrets prove --json`,
    );
  }
  const others = subjects.length - known;
  const about = others > 0 ? ` ${count(others, "result")} are about other documents.` : "";
  return { answer, source: `As ${file} says; it may be older than this page.${about}` };
}
