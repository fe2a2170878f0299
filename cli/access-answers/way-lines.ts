import type { AccessRequest } from "iam-proof";
import { sayPrincipal } from "iam-proof/prover";
import { requestInWords } from "../proof/finding-words";
import { coloursOf, count } from "../terminal/output";
import { becomesLines } from "./assumed";
import type { InventoryNames } from "./inventory-names";
import type { WaysAnswer } from "./way-shapes";

type ShownWay = WaysAnswer["ways"][number];

/** Ways that are printed of one sort; `--json` has all. */
const MOST_WAYS = 20;

/** The ways in words: those that nobody declared first; then those on which a document is lacking; then those of the deployers. */
export function wayLines(
  { throughChanges: answer }: { throughChanges?: WaysAnswer | undefined },
  names: InventoryNames,
): string[] {
  if (!answer) return [];
  const { kinds, most, reason, result, unknownClusters = [], ways } = answer;
  const colours = coloursOf(process.stdout);
  const others = ways.filter((way) => !way.declared && !isTold(way, ways));
  const [sure, supposed] = [true, false].map((isSure) =>
    others.filter(({ supposes }) => (supposes === undefined) === isSure),
  ) as [ShownWay[], ShownWay[]];
  const number = most === undefined ? "any number of changes" : `at most ${count(most, "change")}`;
  return [
    "",
    colours.bold(
      sure.length === 0
        ? `through ${number}, nobody else comes to read`
        : `through ${number}, others come to read:`,
    ),
    ...listed(sure, names),
    ...section("if what nobody read is at its worst, also:", supposed, names),
    ...section(
      "declared, by administrators and the roles that deploy:",
      ways.filter(({ declared }) => declared),
      names,
    ),
    ...(result === "complete"
      ? [`nobody else can, by changes of the ${kinds} kinds that are known`]
      : []),
    ...(reason === undefined ? [] : [names.named(`there may be other ways: ${reason}`)]),
    ...unknownClusters.map(
      ({ arn, reason: why = "--cluster-objects or --live tells of ways through it" }) =>
        `there may be other ways, as nobody looked into ${arn}: ${why}`,
    ),
  ];
}

/** Whether another way tells the same but for how somebody enters from outside, which stands beside the role that they become. */
function isTold({ secret, steps }: ShownWay, ways: ShownWay[]): boolean {
  const [first] = steps;
  if (first?.kind !== "enter-by-token") return false;
  const [role] = first.becomes;
  return ways.some((one) => one.secret === secret && one.start.key === role?.key);
}

function section(title: string, ways: ShownWay[], names: InventoryNames): string[] {
  return ways.length === 0 ? [] : [title, ...listed(ways, names)];
}

function listed(ways: ShownWay[], names: InventoryNames): string[] {
  const hidden = ways.length - MOST_WAYS;
  return [
    ...ways.slice(0, MOST_WAYS).flatMap((way) => linesOf(way).map((line) => names.named(line))),
    ...(hidden > 0 ? [`  and ${count(hidden, "more way")}; --json lists all`] : []),
  ];
}

function linesOf({ read, secret, start, steps, supposes = [] }: ShownWay): string[] {
  return [
    `  ${count(steps.length, "change")}: ${said(start)} comes to read ${secret}`,
    ...becomesLines(start.becomes),
    ...supposes.map((one) => `    supposing the worst: ${one}`),
    ...steps.flatMap(({ calls, title }, at) => [
      `    ${at + 1}. ${title}`,
      ...calls.flatMap((call) =>
        "other" in call
          ? [`       ${call.other}: ${call.by}`, ...(call.remark ? [`       ${call.remark}`] : [])]
          : [`       ${requestInWords(withoutRegion(call.request))}`, `         ${call.by}`],
      ),
    ]),
    `    then ${requestInWords(read.request)}`,
  ];
}

/** Whatever is called in one region alone, is so of everyone. */
function withoutRegion({ context = {}, ...request }: AccessRequest): AccessRequest {
  const { "aws:RequestedRegion": _, ...others } = context;
  return { ...request, context: others };
}

function said({ key, principal }: ShownWay["start"]): string {
  return principal ? sayPrincipal(principal) : key;
}
