import { Option } from "commander";
import { CLAIMS, type ClaimId } from "iam-proof";
import { inventoryNames } from "../../access-answers/inventory-names";
import { documentsDigest } from "../../documents/documents-digest";
import { readBoth, readSource, sourceNamed } from "../../documents/source";
import type { SourceDocuments } from "../../documents/source-documents";
import { addSourceOptions, type SourceOptions, sourceOf } from "../../documents/source-options";
import { guardsOf } from "../../guard/guards-in-force";
import { DEFAULT_INVENTORY } from "../../inventory/inventory-file";
import { assumptionsOf } from "../../proof/answer";
import { certificatesIn } from "../../proof/certificates";
import { differencesOf } from "../../proof/explained-differences";
import { addLimitOptions, type LimitOptions, limitsOf } from "../../proof/limit-options";
import { liveAnswer } from "../../proof/live-answer";
import {
  type FreshOption,
  freshOption,
  recalledIn,
  remembering,
} from "../../proof/memory/remembering";
import { outside } from "../../proof/outside";
import { proveSources } from "../../proof/prove-sources";
import type { ProveAnswer } from "../../proof/shape";
import { UserError } from "../../terminal/errors";
import { answerWith } from "../../terminal/output";
import { Verb } from "../../terminal/verb";
import { report } from "./text";

interface ProveOptions extends SourceOptions, LimitOptions, FreshOption {
  against?: string;
  claim?: ClaimId[];
  assume?: string[];
  drop?: string[];
  certificate?: string;
  json?: true;
}

/** `prove`: is access exactly what was declared, for every possible request? */
export function command(): Verb {
  const verb = new Verb("prove", "prove who can read what, for every possible request").description(
    "Proves, for every possible request, that the declared readers can read each secret, and nobody else.\n" +
      "If that is wrong, shows a request that breaks it, the statement that allows the request, and the change\n" +
      "that closes the gap. Exit code 0: proved; 1: refuted; 2: unknown, or an error.",
  );
  addSourceOptions(verb)
    .option(
      "--against <SOURCE>",
      "prove that access is the same as in SOURCE: preview, state, live,\na documents file *.json, or an inventory",
    )
    .addOption(
      new Option("--claim <ID...>", "prove only these claims (default: all)").choices(CLAIMS),
    )
    .option(
      "--certificate <DIR>",
      "write a certificate of each claim that is proved, in DIMACS and LRAT, to an empty directory",
    )
    .option("--assume <NAME...>", "make only these assumptions (default: all)")
    .option("--drop <NAME...>", "do not make these assumptions")
    .addOption(freshOption());
  return addLimitOptions(verb, "for each claim about one role, secret or key")
    .option("--json", "answer in JSON; eks-pod-secrets schema prove describes it")
    .ending(`
Examples:
  $ eks-pod-secrets prove
  $ eks-pod-secrets prove --live --claim read-exclusive
  $ eks-pod-secrets prove --documents access.json --json
  $ eks-pod-secrets prove --against state
  $ eks-pod-secrets prove --certificate certificates`)
    .action(prove);
}

/** The exit code of each result. */
const CODES = { proved: "ok", refuted: "refuted", unknown: "error" } as const;

async function prove(options: ProveOptions): Promise<void> {
  const { made, dropped } = assumptionsOf(options.assume, options.drop ?? []);
  const claims = claimsOf(options);
  const started = performance.now();
  const directory = options.certificate;
  const certificates = directory === undefined ? undefined : certificatesIn(directory);
  const read = await documentsOf(options);
  const settings = { claims, drop: dropped, ...limitsOf(options) };
  const { proof, sources } = certificates
    ? await proveSources(read, { ...settings, certificates })
    : await remembering(options, (memory) => proveSources(read, { ...settings, memory }));
  const [after, before] = sources as [SourceDocuments, SourceDocuments?];
  const notes = [...(before?.notes ?? []), ...after.notes];
  const answer: ProveAnswer = {
    result: proof.result,
    assumptions: made,
    ...(!before && (await differencesOf(after, proof.claims))),
    claims: proof.claims,
    recalled: recalledIn(proof.claims),
    ...(directory !== undefined && { certificates: directory }),
    // Only computed for JSON, because it takes time.
    get documents() {
      return sources.map(({ documents }) => documentsDigest(documents));
    },
    notes,
    outside: outside(after.documents, after.policyChangers, await guardsOf(after)),
    ...liveAnswer(sources),
  };
  const words = () => {
    const title = before ? `${after.title} against ${before.title}` : after.title;
    const seconds = (performance.now() - started) / 1000;
    return report(answer, { names: inventoryNames(after), seconds, title });
  };
  answerWith(answer, options, words, CODES[answer.result]);
}

function claimsOf({ against, claim }: ProveOptions): ClaimId[] {
  if (claim?.includes("difference") && against === undefined) {
    throw new UserError(
      "the claim difference needs --against SOURCE, the documents to compare with",
    );
  }
  return (
    claim ?? (against === undefined ? CLAIMS.filter((one) => one !== "difference") : ["difference"])
  );
}

/** The documents, and those to compare with. */
async function documentsOf(options: ProveOptions): Promise<SourceDocuments[]> {
  const source = sourceOf(options);
  if (options.against === undefined) return [await readSource(source)];
  const other = sourceNamed(options.against, options.inventory ?? DEFAULT_INVENTORY);
  return readBoth(source, other);
}
