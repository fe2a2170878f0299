import type { PageResult } from "../page-data";
import { element } from "./dom";
import { model } from "./model";

const WORDS = { proved: "proved", refuted: "refuted", unknown: "not settled" };

/** What was proved of a node, the worst first. */
export function resultsList(results: PageResult[]): HTMLElement {
  const order = ["refuted", "unknown", "proved"];
  const sorted = [...results].sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
  return element(
    "ul",
    { class: "results" },
    ...sorted.map(({ about, assumptionsUsed, claim, fix, reason, result, summary }) => {
      const names = about.map((id) => model.nodes.get(id)?.name ?? id).join(" → ");
      const rests = assumptionsUsed.length > 0 ? `rests on ${assumptionsUsed.join(", ")}` : "";
      return element(
        "li",
        {},
        element("b", { class: result }, WORDS[result]),
        ` ${claim} `,
        element("small", {}, [names, rests].filter((text) => text !== "").join("; ")),
        ...[summary, reason, fix && `To close it: ${fix}`].flatMap((text) =>
          text ? [element("p", {}, `${text}.`)] : [],
        ),
      );
    }),
  );
}
