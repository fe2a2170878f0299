import { accessText } from "eks-pod-secrets/losses";
import { withNames } from "../aws/arn-titles";
import { DOCTOR } from "../terminal/doctor-pointer";
import { coloursOf, count } from "../terminal/output";
import { orphanAdvice, orphanLines } from "./backend/orphaned-stacks";
import { networkWords } from "./engine/record-events";
import { stillReadWords } from "./run/access-elsewhere";
import { openWayWords } from "./run/close-former-ways";
import { leftNamespaceWords } from "./run/left-namespaces";
import type { StacksAnswer } from "./run/stacks-shape";

/** What came of a run, for people: first what is open, then what is left to do. */
export function answerText({
  createdSecrets,
  formerWays,
  leftNamespaces,
  leftStacks: left,
  networks,
  operation,
  removals,
  stacks,
  stillRead,
}: StacksAnswer): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const done = stacks.filter(({ result }) => result === "done");
  const open = stacks.flatMap(({ reason = "", result, stack, waitsFor = [] }) => {
    if (result === "failed") return [`${red("failed")}  ${stack}: ${reason}`];
    if (result === "waits") {
      const why = reason && `: ${reason}`;
      return [`${yellow("waits")}   ${stack}, for ${waitsFor.join(", ")}${why}`];
    }
    return result === "stopped" ? [`${yellow("stopped")} ${stack}`] : [];
  });
  const total = `${operation}: ${done.length} of ${count(stacks.length, "stack")} done`;
  const kept = removals.filter(({ result }) => result === "kept");
  return [
    ...open,
    ...kept.map(
      ({ reason, ...one }) =>
        `${red("kept")}    the access of ${one.stack} until ${withNames(accessText(one, "no longer"))}: ${reason}`,
    ),
    ...(removals.length > 0
      ? [
          `access that the inventory does not grant: ${removals.length - kept.length} of ${removals.length} removed`,
        ]
      : []),
    ...stillRead.map(stillReadWords),
    open.length === 0 ? green(total) : `${total}; the same command goes on with the rest`,
    ...(operation === "up" && stacks.some(hasFailedPods) ? [DOCTOR] : []),
    ...formerWays.map(openWayWords),
    ...networks.map(networkWords),
    ...(createdSecrets.length > 0
      ? [
          `new secrets have no value yet: ${createdSecrets.join(", ")}; eks-pod-secrets put gives each its own`,
        ]
      : []),
    ...leftNamespaces.map(leftNamespaceWords),
    ...orphanLines(left),
    ...(left.length > 0 ? [orphanAdvice] : []),
  ].join("\n");
}

/** Whether it is a stack that fails where its pods do not start. */
function hasFailedPods({ result, stack }: StacksAnswer["stacks"][number]): boolean {
  return result === "failed" && stack.endsWith(".workloads");
}
