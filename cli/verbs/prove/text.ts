import type { ClaimResult } from "iam-proof";
import type { InventoryNames } from "../../access-answers/inventory-names";
import { assumptionsIn, resultsByClaim } from "../../proof/answer";
import { byDifferences, positionsIn } from "../../proof/explained-differences";
import { decidingPlace, requestInWords, turningLines } from "../../proof/finding-words";
import { liveLines } from "../../proof/live-answer";
import type { ProveAnswer } from "../../proof/shape";
import { coloursOf, count } from "../../terminal/output";

/** The most findings that are shown; `--json` has all. */
const MOST_FINDINGS = 20;

type Colours = ReturnType<typeof coloursOf>;

/** The output of `prove` for people. */
export function report(
  answer: ProveAnswer,
  { names, seconds, title }: { names: InventoryNames; seconds: number; title: string },
): string {
  const colours = coloursOf(process.stdout);
  return [
    `${headline(answer, title, colours)} (${seconds.toFixed(1)} s${recalledWords(answer)})`,
    ...differences(answer, names, colours),
    table(answer.claims),
    ...findings(answer, names, colours),
    ...keptRights(answer, names, colours),
    assumptions(answer, colours),
    ...readings(answer, colours),
    ...(answer.notes.length > 0 ? [section("Notes", answer.notes.map(names.named), colours)] : []),
    ...certificates(answer, colours),
    section("Outside this proof", answer.outside.map(names.named), colours),
  ].join("\n\n");
}

function headline({ claims, result }: ProveAnswer, title: string, colours: Colours): string {
  const number = claims.filter((claim) => claim.result === result).length;
  const all = count(claims.length, "claim");
  switch (result) {
    case "proved":
      return `${colours.green("proved")}: ${all} about ${title}, each for every possible request`;
    case "refuted":
      return `${colours.red("refuted")}: ${number} of ${all} about ${title}`;
    case "unknown":
      return `${colours.yellow("unknown")}: ${number} of ${all} about ${title} could not be settled`;
  }
}

function recalledWords({ recalled }: ProveAnswer): string {
  return recalled > 0 ? `; ${count(recalled, "claim")} proved by earlier runs` : "";
}

function table(claims: ClaimResult[]): string {
  return resultsByClaim(claims)
    .map(({ claim, results }) => {
      const parts = (["proved", "refuted", "unknown"] as const).flatMap((result) => {
        const number = results.filter((one) => one.result === result).length;
        return number > 0 ? [`${number} ${result}`] : [];
      });
      const time = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
      return `  ${claim.padEnd(17)}${parts.join(", ").padEnd(24)}${time.toFixed(0).padStart(7)} ms`;
    })
    .join("\n");
}

/** The differences between AWS and the inventory, which come before the claims that they refute. */
function differences(answer: ProveAnswer, names: InventoryNames, colours: Colours): string[] {
  const { differences = [] } = answer;
  if (differences.length === 0) return [];
  const positionsOf = positionsIn(openClaims(answer), MOST_FINDINGS);
  const hidden = differences.length - MOST_FINDINGS;
  const lines = differences.slice(0, MOST_FINDINGS).flatMap((one) => {
    const positions = positionsOf(one);
    return [
      // With ARNs, because a key is named after what it encrypts, which may be what differs.
      `${names.subject(one.subject)} ${one.says}`,
      ...(positions ? [`  findings that speak of it: ${positions}`] : []),
    ];
  });
  if (hidden > 0) lines.push(`and ${hidden} more; --json lists all`);
  return [section("Not as the inventory says", lines, colours)];
}

function openClaims({ claims, differences = [] }: ProveAnswer): ClaimResult[] {
  const open = claims.filter(({ result }) => result === "refuted" || result === "unknown");
  return byDifferences(open, differences);
}

function findings(answer: ProveAnswer, names: InventoryNames, colours: Colours): string[] {
  const open = openClaims(answer);
  const hidden = open.length - MOST_FINDINGS;
  return [
    ...open.slice(0, MOST_FINDINGS).map((one, index) => finding(one, index + 1, names, colours)),
    ...(hidden > 0 ? [`and ${hidden} more; --json lists all`] : []),
  ];
}

function finding(
  { claim, counterexample, reason, subject }: ClaimResult,
  number: number,
  { named, subject: nameOf }: InventoryNames,
  colours: Colours,
): string {
  const title = colours.bold(`${number}. ${claim}: ${nameOf(subject)}`);
  if (!counterexample) return `${title}\n   not settled: ${named(reason ?? "no answer")}`;
  return [
    title,
    named(`   ${sentence(counterexample.summary)}`),
    named(`   request:    ${requestInWords(counterexample.request)}`),
    // Unchanged, for use with `evaluate`.
    indent(JSON.stringify(counterexample.request, null, 2), 15),
    named(`   decided by: ${decidingPlace(counterexample)}`),
    ...turningLines(counterexample).map((line, index) =>
      named(`   ${(index === 0 ? "turns on:" : "").padEnd(12)}${line}`),
    ),
    named(`   to close:   ${counterexample.fix}`),
  ].join("\n");
}

/** What else roles may do that are proved to be contained. */
function keptRights({ claims }: ProveAnswer, names: InventoryNames, colours: Colours): string[] {
  const lines = claims.flatMap(({ alsoAllowed = [], subject }) =>
    alsoAllowed.map((one) => `${names.subject(subject)}: ${one}`),
  );
  return lines.length > 0
    ? [section("Also allowed, by policies that roles keep", lines, colours)]
    : [];
}

function assumptions(answer: ProveAnswer, colours: Colours): string {
  const all = assumptionsIn(answer);
  const [used, unused] = [true, false].map((isUsed) =>
    all.filter(({ users }) => users > 0 === isUsed),
  );
  const lines = [
    ...(used ?? []).map(
      ({ name, says, users }) => `${name} (used by ${count(users, "claim")}): ${says}`,
    ),
    ...(unused?.length ? [`not used: ${unused.map(({ name }) => name).join(", ")}`] : []),
  ];
  return section("Assumptions", lines.length > 0 ? lines : ["none"], colours);
}

function certificates(answer: ProveAnswer, colours: Colours): string[] {
  if (answer.certificates === undefined) return [];
  const line = `in ${answer.certificates}; index.json says of which claims, and why not of the others`;
  return [section("Certificates", [line], colours)];
}

function readings(answer: ProveAnswer, colours: Colours): string[] {
  const lines = liveLines(answer);
  return lines.length > 0 ? [section("Read from the accounts", lines, colours)] : [];
}

function section(title: string, lines: string[], colours: Colours): string {
  return [colours.bold(`${title}:`), ...lines.map((line) => `  ${line}`)].join("\n");
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function indent(text: string, width: number): string {
  return text.replace(/^/gm, " ".repeat(width));
}
