import type { AccessRequest } from "iam-proof";
import { sayPrincipal } from "iam-proof/prover";
import { requestInWords } from "../proof/finding-words";
import { coloursOf, count } from "../terminal/output";
import { becomesLines } from "./assumed";
import type { InventoryNames } from "./inventory-names";
import type { WaysAnswer } from "./way-shapes";

export type ShownWay = WaysAnswer["ways"][number];

/** The most ways of one sort that are printed; `--json` has all. */
const MOST_WAYS = 20;

/** Ways by how certain they are, and whether they are declared. */
interface WaysBySort {
  /** The number of changes that were tried, in words. */
  number: string;
  /** The title of the first two lists. */
  title: string;
  /** The ways that nobody declared. */
  sure: ShownWay[];
  /** Undeclared ways for which a document is missing. */
  supposed: ShownWay[];
  declared: ShownWay[];
}

export const SUPPOSED = "if what nobody read is at its worst, also:";
export const DECLARED = "declared, by administrators and the roles that deploy:";

/** The ways, without those that another one covers. */
export function waysBySort(answer: WaysAnswer): WaysBySort {
  const { most, notLookedAt, result, ways } = answer;
  const others = ways.filter((way) => !way.declared && !isTold(way, ways));
  const [sure, supposed] = [true, false].map((isSure) =>
    others.filter(({ supposes }) => (supposes === undefined) === isSure),
  ) as [ShownWay[], ShownWay[]];
  const number = most === undefined ? "any number of changes" : `at most ${count(most, "change")}`;
  const says =
    sure.length > 0
      ? "others come to read"
      : result === "complete" && supposed.length === 0 && !notLookedAt
        ? "nobody else comes to read"
        : "nobody else is known to come to read";
  const declared = ways.filter((way) => way.declared);
  return { number, title: `through ${number}, ${says}`, sure, supposed, declared };
}

/** Lines that say whether these are all ways, and why not. */
export function completenessLines(answer: WaysAnswer, names: InventoryNames): string[] {
  const { kinds, lookedAt, notLookedAt, reason, result } = answer;
  const { unknownClusters = [], unreadCompute = [] } = answer;
  return [
    ...(result === "complete"
      ? [
          `nobody else${notLookedAt ? " who was looked at" : ""} can, by changes of the ${kinds} kinds that are known`,
        ]
      : []),
    ...(lookedAt ? [`looked at, of the organization: ${lookedAt.join("; ")}`] : []),
    ...(notLookedAt ? [`not looked at: ${notLookedAt.join("; ")}`] : []),
    ...unreadCompute.map(
      ({ account, reason: why, region, type }) =>
        `taken at its worst, as nobody could read it: ${type ?? "what runs"} in account ${account}${region ? `, ${region}` : ""}: ${why}`,
    ),
    ...(reason === undefined ? [] : [names.named(`there may be other ways: ${reason}`)]),
    ...unknownClusters.map(
      ({ arn, reason: why = "--cluster-objects or --live tells of ways through it" }) =>
        `there may be other ways, as nobody looked into ${arn}: ${why}`,
    ),
  ];
}

/** The ways in words: first those that nobody declared, then those for which a document is missing, then the deployers'. */
export function wayLines(
  { throughChanges: answer }: { throughChanges?: WaysAnswer | undefined },
  names: InventoryNames,
): string[] {
  if (!answer) return [];
  const { declared, sure, supposed, title } = waysBySort(answer);
  return [
    "",
    coloursOf(process.stdout).bold(sure.length > 0 ? `${title}:` : title),
    ...listed(sure, names),
    ...section(SUPPOSED, supposed, names),
    ...section(DECLARED, declared, names),
    ...completenessLines(answer, names),
  ];
}

/** Whether another way is the same except for how somebody enters from outside, which is shown with the role that they assume. */
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

function linesOf(way: ShownWay): string[] {
  const { beside, read, steps, title } = wayInWords(way);
  return [
    `  ${title}`,
    ...beside.map((one) => `    ${one}`),
    ...steps.flatMap((step, at) => [
      `    ${at + 1}. ${step.title}`,
      ...step.calls.flatMap(({ by, says }) => [
        `       ${says}`,
        ...by.map((one) => `         ${one}`),
      ]),
    ]),
    `    then ${read}`,
  ];
}

/** A way in words, for a terminal and for a page. */
export function wayInWords({ read, secret, start, steps, supposes = [] }: ShownWay) {
  return {
    title: `${count(steps.length, "change")}: ${said(start)} comes to read ${secret}`,
    /** Who the start may be, and what is assumed. */
    beside: [
      ...becomesLines(start.becomes).map((line) => line.trim()),
      ...supposes.map((one) => `supposing the worst: ${one}`),
    ],
    steps: steps.map(({ calls, title }) => ({
      title,
      calls: calls.map((call) =>
        "other" in call
          ? { says: call.other, by: [call.by, ...(call.remark ? [call.remark] : [])] }
          : { says: requestInWords(withoutRegion(call.request)), by: [call.by] },
      ),
    })),
    read: requestInWords(read.request),
  };
}

/** The request without its region, for services that everyone calls in a single region. */
function withoutRegion({ context = {}, ...request }: AccessRequest): AccessRequest {
  const { "aws:RequestedRegion": _, ...others } = context;
  return { ...request, context: others };
}

function said({ key, principal }: ShownWay["start"]): string {
  return principal ? sayPrincipal(principal) : key;
}
