import { orphanAdvice } from "../../stacks/backend/orphaned-stacks";
import { changesText } from "../../stacks/run/changes-text";
import { coloursOf, count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import { isUnchanged } from "./preview-stacks";
import type { PreviewAnswer } from "./shape";

/** What `preview` says to people: of stacks that stay as they are, only how many there are. */
export function previewText({
  confirmations,
  leftStacks: left,
  result,
  stacks,
}: PreviewAnswer): string {
  const { green, yellow } = coloursOf(process.stdout);
  const changing = stacks.filter((stack) => !isUnchanged(stack));
  const total =
    result === "no change"
      ? green(`preview: nothing would change in ${count(stacks.length, "stack")}`)
      : yellow(`preview: ${changing.length} of ${count(stacks.length, "stack")} would change`);
  return [
    ...changing.flatMap((stack) => [`${stack.stack}: ${inWords(stack)}`, ...stepLines(stack)]),
    result === "incomplete" ? "preview: incomplete" : total,
    ...confirmations.map(
      ({ name, option, says }) =>
        `up asks before it begins: ${says}; --${option} ${shellWord(name)} confirms it`,
    ),
    ...(left.length > 0
      ? [`not in the inventory, and still deployed: ${left.join(", ")}; ${orphanAdvice}`]
      : []),
  ].join("\n");
}

function inWords(stack: PreviewAnswer["stacks"][number]): string {
  const { red, yellow } = coloursOf(process.stdout);
  switch (stack.result) {
    case "previewed":
      return changesText(stack.changes);
    case "new":
      return `${yellow("new")}; up makes it`;
    case "waits":
      return `${yellow("waits")} for ${stack.waitsFor?.join(", ")}, which it reads`;
    case "failed":
      return `${red("failed")}: ${stack.reason}`;
    case "stopped":
      return yellow("stopped");
  }
}

function stepLines({ steps }: PreviewAnswer["stacks"][number]): string[] {
  const { green, red, yellow } = coloursOf(process.stdout);
  return steps.map(({ name, operation, properties, type }) => {
    const colour = operation === "create" ? green : operation === "update" ? yellow : red;
    const differs = properties.length > 0 ? `: ${properties.join(", ")}` : "";
    return `  ${colour(operation)} ${type} ${name}${differs}`;
  });
}
