import { becomesLines } from "../../access-answers/assumed";
import type { InventoryNames } from "../../access-answers/inventory-names";
import { wayLines } from "../../access-answers/way-lines";
import { requestInWords } from "../../proof/finding-words";
import { coloursOf, count } from "../../terminal/output";
import { firstOf, shellWord } from "../../terminal/printed-text";
import type { GuardAnswer } from "./shape";

type Guarded = GuardAnswer["guards"][number];
type ClusterGuard = NonNullable<GuardAnswer["kubernetes"]>[number];

/** The answer for people. */
export function guardText(answer: GuardAnswer, names: InventoryNames): string {
  const { claims, guards, inventory, notes, result, unbound, unguarded, ways } = answer;
  const colours = coloursOf(process.stdout);
  const [first] = guards;
  const settled = claims.filter((one) => one.result === result).length;
  const words = { proved: colours.green, refuted: colours.red, unknown: colours.yellow };
  return [
    `${words[result](result)}: ${settled} of ${count(claims.length, "claim")} about ${count(guards.length, "guard")}, each for every possible request`,
    ...claims.flatMap(({ claim, counterexample, reason, subject }) => {
      if (counterexample) {
        const { request, summary } = counterexample;
        return [`  ${claim} of ${subject}: ${summary}\n    request: ${requestInWords(request)}`];
      }
      return reason === undefined ? [] : [`  ${claim} of ${subject} is not settled: ${reason}`];
    }),
    ...unguarded.map(({ account, boundary: { document, file, name } }) =>
      [
        `${account}: no guard, as it is the management account, which no control policy protects; move what it holds to another account, or give all who build things there the permissions boundary ${name}`,
        file ? `  it is in ${file}` : JSON.stringify(document, null, 2),
      ].join("\n"),
    ),
    ...guards.map(guardLines),
    ...(answer.kubernetes ?? []).map(clusterLines),
    ...(ways
      ? [["with the guard in force,", ...wayLines({ throughChanges: ways }, names)].join("\n")]
      : []),
    ...(first
      ? [
          section(
            `Attach it first to ${first.target}, and deploy once, before the others${isWritten(first) ? "" : " (--write DIR writes the files)"}`,
            [
              ...first.attach,
              ...["", "to change it when the inventory has changed:", ...first.update],
              ...["", "to take it off again:", ...first.detach],
            ],
          ),
        ]
      : []),
    ...(inventory
      ? [
          section("Once it is attached, name it in the inventory, below organization", [
            ...Object.entries(inventory).map(([key, files]) => `${key}: ${JSON.stringify(files)}`),
          ]),
        ]
      : []),
    section("What it does not bind, and what does", unbound),
    ...(notes.length > 0 ? [section("Notes", notes)] : []),
  ].join("\n\n");
}

function guardLines({ exempt, guarded, policies, target }: Guarded): string {
  const written = isWritten({ policies });
  return [
    `${target}: ${count(policies.length, "policy").replace("policys", "policies")}, which deny ${count(guarded.length, "kind")} of calls to everybody but`,
    ...exempt.flatMap(({ arn, becomes }) => [
      `  ${arn}`,
      ...becomesLines(becomes).map((line) => `  ${line}`),
    ]),
    ...policies.flatMap(({ characters, document, file, most, name }) => [
      `  ${name}${file ? ` in ${file}` : ""}: ${characters} of ${most} characters`,
      ...(written ? [] : [JSON.stringify(document, null, 2)]),
    ]),
  ].join("\n");
}

function isWritten({ policies }: Pick<Guarded, "policies">): boolean {
  return policies.every(({ file }) => file !== undefined);
}

function clusterLines({ bindings, cluster, file, objects, unread = [] }: ClusterGuard): string {
  return [
    `${cluster}: ${count(objects.length / 2, "admission policy").replace("policys", "policies")}, of which no claim speaks`,
    ...(file
      ? [`  kubectl apply -f ${shellWord(file)}`]
      : [JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }, null, 2)]),
    ...(bindings ?? []).map(
      ({ binding, gives, subjects }) =>
        `  take away ${binding}, by which ${firstOf(subjects)} may ${firstOf(gives)}`,
    ),
    ...(bindings?.length === 0 && unread.length === 0
      ? ["  no binding gives others what a reader reads"]
      : unread.map((one) => `  there may be other such bindings: ${one}`)),
  ].join("\n");
}

function section(title: string, lines: string[]): string {
  return [`${title}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}
