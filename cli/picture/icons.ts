import { type Markup, markup } from "../terminal/markup";
import type { GraphNode } from "./graph-shape";

/** Shapes of 16 by 16, drawn as lines. */
const SHAPES: Record<GraphNode["kind"], string> = {
  account: "M2.5 13.5v-8L8 2.5l5.5 3v8z M6 13.5v-4h4v4",
  cluster:
    "M8 1.5 13.6 4.7v6.6L8 14.5 2.4 11.3V4.7z M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z",
  reader: "M8 1.7 13.5 4.8v6.4L8 14.3 2.5 11.2V4.8z M2.5 4.8 8 8l5.5-3.2 M8 8v6.3",
  role: "M3.5 2h9a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1z M8 8.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M4.8 12.3c.4-1.7 1.6-2.5 3.2-2.5s2.8.8 3.2 2.5",
  key: "M5.3 8.2a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z M7.2 8.9 13.5 2.6 M11 5.1l2 2",
  secret:
    "M4 7h8a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1z M5.2 7V4.8a2.8 2.8 0 0 1 5.6 0V7",
  parameter: "M2 4.5h12 M2 8h12 M2 11.5h12 M5.5 3v3 M10.5 6.5v3 M6.5 10v3",
};

/** The shapes, which a document needs once so that `use` elements can show them. */
export function iconShapes(): Markup {
  const shapes = Object.entries(SHAPES).map(
    ([kind, path]) => markup`<path id="icon-${kind}" d="${path}"/>`,
  );
  return markup`<defs>${shapes}</defs>`;
}

/** The colours of pictures and pages as custom properties, for light and dark screens. */
export const COLOURS = `:root{color-scheme:light dark;
--page:#f7f7f5;--surface:#ffffff;--sunken:#f1f1ee;--line:#dcdcd6;--line-strong:#b9b9b1;
--text:#1b1c1e;--quiet:#5b5e64;
--reader:#1f5fbf;--role:#6d43c4;--secret:#0d7467;--key:#8a5a00;--account:#44474d;
--reader-tint:#eaf1fc;--role-tint:#f1ecfb;--secret-tint:#e5f4f1;--key-tint:#faf1de;
--own:#7b7f87;--cross:#c2410c;--good:#1a7a3c;--bad:#b3261e;--warn:#8a5a00;--focus:#1f5fbf}
@media (prefers-color-scheme:dark){:root{
--page:#131416;--surface:#1b1d20;--sunken:#16181a;--line:#33363b;--line-strong:#555a62;
--text:#ececea;--quiet:#a5a9b1;
--reader:#8db8ff;--role:#c3a6ff;--secret:#66d3c2;--key:#e9b95c;--account:#c5c8ce;
--reader-tint:#1b2738;--role-tint:#271f3a;--secret-tint:#152b29;--key-tint:#2e2512;
--own:#8b9099;--cross:#ff9d66;--good:#6fd492;--bad:#ff8f86;--warn:#e9b95c;--focus:#8db8ff}}
@media print{:root{color-scheme:light;
--page:#fff;--surface:#fff;--sunken:#fff;--line:#c8c8c2;--line-strong:#8c8c86;
--text:#000;--quiet:#44474d;
--reader:#1f5fbf;--role:#6d43c4;--secret:#0d7467;--key:#8a5a00;--account:#44474d;
--reader-tint:#fff;--role-tint:#fff;--secret-tint:#fff;--key-tint:#fff;
--own:#7b7f87;--cross:#c2410c;--good:#1a7a3c;--bad:#b3261e;--warn:#8a5a00}}
`;
