import type { InventoryNames } from "../../access-answers/inventory-names";
import {
  completenessLines,
  DECLARED,
  type ShownWay,
  SUPPOSED,
  wayInWords,
  waysBySort,
} from "../../access-answers/way-lines";
import type { WaysAnswer } from "../../access-answers/way-shapes";
import { type Markup, markup } from "../../terminal/markup";
import { counted, findingsList, type Standing, sentence, standingMark } from "./parts";

const SHOWN_BY = { noun: "ways", verb: "report --json" };

/** Who can come to read through changes. */
export function waysSection(answer: WaysAnswer, names: InventoryNames): Markup {
  const { declared, sure, supposed, title } = waysBySort(answer);
  const look = standingOf(answer);
  return markup`<section aria-labelledby="ways-title">
<h2 id="ways-title">Who can come to read</h2>
<p>${standingMark(look, sentence(title))}</p>
<ul>${completenessLines(answer, names).map((line) => markup`<li>${sentence(line)}.</li>`)}</ul>
${waysList(sure)}${waysList(supposed, SUPPOSED)}${waysList(declared, DECLARED)}
</section>`;

  function waysList(ways: ShownWay[], heading?: string): Markup | false {
    if (ways.length === 0) return false;
    return markup`${heading && markup`<h3>${sentence(heading)}</h3>`}${findingsList(ways, SHOWN_BY, wayItem)}`;
  }

  function wayItem(way: ShownWay): Markup {
    const { beside, read, steps, title } = wayInWords(way);
    const small = (text: string) => markup`<div><small>${names.named(text)}</small></div>`;
    const item = (title: string, more: Markup[]) => markup`<li>${names.named(title)}${more}</li>`;
    return markup`<li><b>${names.named(title)}</b>${beside.map(small)}
<ol>${steps.map(({ calls, title }) => item(title, [markup`<ul>${calls.map(({ by, says }) => item(says, by.map(small)))}</ul>`]))}${item(`Then ${read}`, [])}</ol></li>`;
  }
}

/** The status of "nobody else can come to read". It is only proved if everything was looked at and no way is left. */
function standingOf(answer: WaysAnswer): Standing {
  const { sure, supposed } = waysBySort(answer);
  if (sure.length > 0) return "refuted";
  const { notLookedAt = [], result, unreadCompute = [] } = answer;
  const isSeen = result === "complete" && notLookedAt.length + unreadCompute.length === 0;
  return isSeen && supposed.length === 0 ? "proved" : "unknown";
}

/** A tile with the same result: the number, its label, and its look. */
export function waysTile(answer: WaysAnswer): [value: string, says: string, look: Standing] {
  const look = standingOf(answer);
  const { number, sure } = waysBySort(answer);
  if (look === "refuted") {
    return [counted(sure.length, "way"), `by which others come to read through ${number}`, look];
  }
  return look === "proved"
    ? ["Nobody else", `comes to read through ${number}`, look]
    : ["Not settled", `whether others come to read through ${number}`, look];
}
