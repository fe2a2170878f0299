import { withNames } from "../../aws/arn-titles";
import { coloursOf } from "../../terminal/output";
import type { StatusAnswer } from "./shape";

/** Lines about policies that are not as deployed. For those that could not be read, how many there are and why. */
export function policyLines(policies: StatusAnswer["replacedPolicies"]): string[] {
  const { bold, yellow } = coloursOf(process.stdout);
  if (policies.length === 0) return [];
  const unread = policies.filter(({ state }) => state === "unknown");
  const reasons = [...new Set(unread.map(({ says }) => says))];
  return [
    "",
    bold("Policies that are not, or may not be, as deployed"),
    ...policies.flatMap(({ kind, name, says, stack, state }) =>
      state === "unknown"
        ? []
        : [`  ${withNames(`${kind} ${name}`)} of ${stack}  ${yellow(state)}  it ${says}`],
    ),
    ...(unread.length > 0 ? [`  not read: ${unread.length}`] : []),
    ...reasons.map((reason) => `  ${reason}`),
  ];
}
