import { parseArn, secretName } from "iam-proof/names";
import { entryLines } from "../../access-answers/answer-lines";
import { assumedLines, becomesLines } from "../../access-answers/assumed";
import type { InventoryNames } from "../../access-answers/inventory-names";
import { wayLines } from "../../access-answers/way-lines";
import { liveLines } from "../../proof/live-answer";
import { coloursOf, count, countObjects } from "../../terminal/output";
import { firstOf } from "../../terminal/printed-text";
import type { SummaryAnswer } from "./shape";

type Finding = SummaryAnswer["findings"][number];

/** The most findings of one kind that are printed. */
const MOST_FINDINGS = 25;
/** The most names of one list that are printed. */
const MOST_NAMES = 3;

const TITLES = {
  public: "anyone at all",
  external: "from outside the account",
  internal: "from within the account",
};

/** The summary for people. */
export function summaryText(answer: SummaryAnswer, names: InventoryNames): string {
  const { account, findings, mayOpen, notes, objects, reason, unexplained } = answer;
  const [explained, others] = [true, false].map((is) =>
    findings.filter(({ explanation }) => (explanation !== undefined) === is),
  ) as [Finding[], Finding[]];
  const whole = new Set(objects);
  const inSections = (list: Finding[]) =>
    (["public", "external", "internal"] as const).flatMap((access) =>
      section(
        TITLES[access],
        access === "public",
        list.filter((one) => one.access === access),
        whole,
        names,
      ),
    );
  const told =
    unexplained === undefined
      ? ""
      : unexplained > 0
        ? `, ${unexplained} of which nothing declared explains`
        : ", all declared";
  return [
    `account ${account}: ${counted(objects)}, ${count(findings.length, "finding")}${told}`,
    ...inSections(others),
    ...(explained.length > 0 ? ["", "declared:", ...inSections(explained)] : []),
    "",
    ...(mayOpen && mayOpen.length > 0
      ? [
          `may change who reads, whatever conditions and denials say: ${firstOf(mayOpen.map(shortName), 5)}`,
        ]
      : []),
    ...(mayOpen ? ["others may change who reads by calls that are not known to do so"] : []),
    ...wayLines(answer, names),
    ...assumedLines(answer).map((one) => names.named(one)),
    ...notes.map((one) => `note: ${names.named(one)}`),
    ...liveLines(answer),
    reason === undefined
      ? "complete: nobody else reads, as far as these documents go"
      : names.named(`the summary is not complete: ${reason}`),
  ].join("\n");
}

function section(
  title: string,
  isAlarming: boolean,
  findings: Finding[],
  whole: ReadonlySet<string>,
  names: InventoryNames,
): string[] {
  if (findings.length === 0) return [];
  const colours = coloursOf(process.stdout);
  const hidden = findings.length - MOST_FINDINGS;
  return [
    "",
    `${isAlarming ? colours.red(title) : colours.bold(title)}:`,
    ...findings.slice(0, MOST_FINDINGS).flatMap((one) => findingLines(one, whole, names)),
    ...(hidden > 0 ? [`  and ${count(hidden, "more finding")}; --json lists all`] : []),
  ];
}

function findingLines(finding: Finding, whole: ReadonlySet<string>, names: InventoryNames) {
  const { by, conditions, explanation, entries = [], objects, roles = [], through, who } = finding;
  const statements = by.map(({ document, statement }) =>
    typeof statement === "number"
      ? `${document} (statement ${statement + 1})`
      : `${document} (${statement})`,
  );
  const readers = explanation?.as === "declared reader" ? explanation.readers : [];
  const isFormer = explanation?.as === "declared reader" && explanation.former === true;
  return [
    `  ${inWords(who)}: ${listed(objects, whole)}`,
    ...through
      .slice(0, MOST_NAMES)
      .map((chain) => `    through ${chain.map((one) => names.named(one)).join(", then ")}`),
    ...(through.length > MOST_NAMES
      ? [`    or through ${count(through.length - MOST_NAMES, "more chain")} of roles`]
      : []),
    ...conditions.map(({ holds, key, operator, values }) => {
      const said = `${key} ${operator} ${firstOf(
        values.map((one) => JSON.stringify(one)),
        5,
      )}`;
      return `    ${holds ? "where" : "unless"} ${said}`;
    }),
    ...(statements.length > 0 ? [`    by ${names.named(statements.join(" and "))}`] : []),
    ...entries.slice(0, MOST_NAMES).flatMap((one) => entryLines(one).map(names.named)),
    ...(explanation
      ? [
          `    declared: ${explanation.as}${readers.length > 0 ? ` ${firstOf(readers.map(names.reader))}` : ""}${isFormer ? " (former role)" : ""}`,
        ]
      : roles
          .slice(0, MOST_NAMES)
          .flatMap(({ arn, becomes }) => [
            ...(roles.length > 1 ? [`    ${shortName(arn)}:`] : []),
            ...becomesLines(becomes).map(names.named),
          ])),
  ];
}

function inWords({ except, kind, names }: Finding["who"]): string {
  const but = except.length > 0 ? ` but ${firstOf(except)}` : "";
  const [first = ""] = names;
  switch (kind) {
    case "anyone":
      return `anyone${but}`;
    case "organization":
      return `anyone of organization ${firstOf(names)}${but}`;
    case "account":
      return `anyone of account ${firstOf(names)}${but}`;
    case "principal":
      return `whoever is ${firstOf(names)}${but}`;
    case "federated":
      return `whom ${firstOf(names)} vouches for${but}`;
    default: {
      if (names.length === 1) return `${kind} ${first}${but}`;
      return `${count(names.length, kind)} (${firstOf(names.map(shortName))})${but}`;
    }
  }
}

/** What is read: by name if there is little, otherwise by what it has in common. */
function listed(objects: string[], whole: ReadonlySet<string>): string {
  if (objects.length === whole.size && objects.length > 1) return `all of ${counted(objects)}`;
  const names = [...new Set(objects.map(objectName))];
  if (names.length <= MOST_NAMES) return `${counted(objects)}: ${names.join(", ")}`;
  const common = commonPath(names);
  return common ? `${counted(objects)} under ${common}` : `${counted(objects)}: ${firstOf(names)}`;
}

function counted(objects: string[]): string {
  const parameters = objects.filter((arn) => parseArn(arn)?.service === "ssm").length;
  return countObjects(objects.length - parameters, parameters);
}

function objectName(arn: string): string {
  const { resource = "", service } = parseArn(arn) ?? {};
  return service === "ssm" ? resource.replace(/^parameter/, "") : secretName(arn);
}

function commonPath(names: string[]): string | undefined {
  const [first = ""] = names;
  let end = first.length;
  for (const name of names) {
    while (!name.startsWith(first.slice(0, end))) end--;
  }
  const path = first.slice(0, first.lastIndexOf("/", end - 1) + 1);
  return path.length > 1 ? path : undefined;
}

function shortName(arn: string): string {
  return parseArn(arn)?.resource.replace(/^(?:role|user)\//, "") ?? arn;
}
