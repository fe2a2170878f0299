import type { AccessDocuments } from "eks-pod-secrets/access";
import type { ClaimId, ClaimResult } from "iam-proof";
import type { InventoryNames } from "../../access-answers/inventory-names";
import { assumptionsIn, type ResultsOfClaim, resultsByClaim } from "../../proof/answer";
import {
  byDifferences,
  type ExplainedDifference,
  positionsIn,
} from "../../proof/explained-differences";
import { decidingPlace, requestInWords, turningLines } from "../../proof/finding-words";
import { liveLines } from "../../proof/live-answer";
import { outside } from "../../proof/outside";
import type { ProveAnswer } from "../../proof/shape";
import { type Markup, markup } from "../../terminal/markup";
import { claimTexts } from "./claims";
import { findingsList, grouped, MOST_FINDINGS, sentence, standingMark, table } from "./parts";

/** The results of a proof, or why there are none. */
export type PageProof =
  | { answer: ProveAnswer; source: string; left?: LeftOut }
  | { absent: string /** What a terminal is told to get one. */; commands?: readonly string[] };

/** Claims that a page's proof does not cover. */
interface LeftOut {
  claims: readonly ClaimId[];
  /** The end of the sentence that says that they were not proved. */
  why: string;
  /** The commands that produce them. */
  commands: readonly string[];
}

interface ProofSource {
  proof: PageProof;
  documents: AccessDocuments;
  /** What the documents leave out, or stand for. */
  notes: readonly string[];
  names: InventoryNames;
}

/** What was proved, what was not, and under which assumptions. */
export function proofSection({ documents, names, notes, proof }: ProofSource): Markup {
  return markup`<section aria-labelledby="proof-title">
<h2 id="proof-title">Proof</h2>
${"absent" in proof ? absentMarkup(proof) : proofMarkup(proof, names)}
${notesMarkup([...new Set([...notes, ...("absent" in proof ? [] : proof.answer.notes)])].map(names.named))}
<h3>What no proof of these documents can bind</h3>
<ul>${("absent" in proof ? outside(documents) : proof.answer.outside).map((line) => markup`<li>${names.named(line)}</li>`)}</ul>
</section>`;
}

function notesMarkup(notes: readonly string[]): Markup | false {
  return (
    notes.length > 0 &&
    markup`<h3>About the documents</h3><ul>${notes.map((line) => markup`<li>${line}</li>`)}</ul>`
  );
}

function absentMarkup({ absent, commands }: Extract<PageProof, { absent: string }>): Markup {
  return markup`<p>${absent}</p>
<p>What the table says of outcomes holds nevertheless: of each grant, the evaluator decided the very requests that its pod makes. Whether anybody else can read, and whether every other request is refused, only a proof says.</p>
${commands && markup`<p>These commands make one, and this page with it:</p><pre><code>${commands.join("\n")}</code></pre>`}`;
}

function proofMarkup(
  { answer, left, source }: Exclude<PageProof, { absent: string }>,
  names: InventoryNames,
): Markup {
  const { claims, differences = [] } = answer;
  const open = byDifferences(
    claims.filter(({ result }) => result === "refuted" || result === "unknown"),
    differences,
  );
  const positionsOf = positionsIn(open, MOST_FINDINGS);
  return markup`<p>${source}${answer.recalled > 0 && ` Of ${grouped(claims.length)} claims, earlier runs proved ${grouped(answer.recalled)}.`}</p>
${liveMarkup(answer)}
${
  differences.length > 0 &&
  markup`<h3>Not as the inventory says</h3><ul>${differences.slice(0, MOST_FINDINGS).map((one) => differenceItem(one, positionsOf(one), names))}${differences.length > MOST_FINDINGS && markup`<li>and ${differences.length - MOST_FINDINGS} more</li>`}</ul>`
}
${table({
  labelledBy: "proof-title",
  heads: ["Claim", "What it says, for every possible request", "Result"],
  rows: [...resultsByClaim(claims).map(claimRow), ...(left?.claims ?? []).map(leftRow)],
})}
${left && leftMarkup(left)}
${
  open.length > 0 &&
  markup`<h3>Findings</h3>${findingsList(open, { noun: "findings", verb: "prove" }, (one) => finding(one, names))}`
}
<h3>Assumptions</h3>
<dl>${assumptionsIn(answer).map(
    ({ name, says, users }) =>
      markup`<dt>${name} <small>${users > 0 ? `${grouped(users)} results rest on it` : "no result rests on it"}</small></dt><dd>${says}</dd>`,
  )}</dl>`;
}

/** When accounts were read, and what could not be read. */
function liveMarkup(answer: ProveAnswer): Markup | false {
  const lines = liveLines(answer);
  return (
    lines.length > 0 &&
    markup`<h3>When the accounts were read</h3><ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`
  );
}

function leftRow(claim: ClaimId) {
  return [claim, claimTexts[claim], standingMark("none", "not proved")];
}

function leftMarkup({ claims, commands, why }: LeftOut): Markup {
  return markup`<p><b>Not proved for this page: ${claims.join(", ")}.</b> ${sentence(why)}. What the table says of outcomes holds nevertheless: of each grant, the evaluator decided the very requests that its pod makes.</p>
<p>These commands prove all claims, and make this page with them:</p><pre><code>${commands.join("\n")}</code></pre>`;
}

function claimRow({ claim, results }: ResultsOfClaim) {
  const number = (result: ClaimResult["result"]) =>
    results.filter((one) => one.result === result).length;
  const line = (result: "proved" | "refuted" | "unknown") =>
    number(result) > 0
      ? [markup`<div>${standingMark(result, `${grouped(number(result))} ${result}`)}</div>`]
      : [];
  const lines = [...line("refuted"), ...line("unknown"), ...line("proved")];
  return [claim, claimTexts[claim], lines];
}

function finding(
  { claim, counterexample, reason, result, subject }: ClaimResult,
  { named, subject: nameOf }: InventoryNames,
): Markup {
  const title = (mark: Markup) => markup`${mark} <b>${claim}</b> <code>${nameOf(subject)}</code>`;
  if (!counterexample) {
    const mark = standingMark(result === "refuted" ? "refuted" : "unknown");
    return markup`<li>${title(mark)}<p>${named(reason ?? "no answer")}</p></li>`;
  }
  const { fix, request, summary } = counterexample;
  return markup`<li>${title(standingMark("refuted"))}
<p>${named(summary)}.</p>
<dl><dt>Request</dt><dd>${named(requestInWords(request))}</dd><dt>Decided by</dt><dd>${named(decidingPlace(counterexample))}</dd>${turningLines(counterexample).map((line, index) => markup`${index === 0 && markup`<dt>Turns on</dt>`}<dd>${named(line)}</dd>`)}<dt>To close it</dt><dd>${named(fix)}</dd></dl>
<details><summary>The request as JSON</summary><pre><code>${JSON.stringify(request, null, 2)}</code></pre></details></li>`;
}

function differenceItem(
  difference: ExplainedDifference,
  positions: string,
  names: InventoryNames,
): Markup {
  const found = positions && ` Findings that speak of it: ${positions}.`;
  return markup`<li><code>${names.subject(difference.subject)}</code> ${difference.says}.${found}</li>`;
}
