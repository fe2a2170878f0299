import { withNames } from "../../aws/arn-titles";
import { coloursOf } from "../../terminal/output";
import type { StatusAnswer } from "./shape";

/** What `status` says to people of policies that are not as deployed; of those that it could not read, how many and why. */
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
