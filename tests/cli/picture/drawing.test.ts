import { ok, strictEqual } from "node:assert";

import { drawing } from "../../../cli/picture/drawing";
import type { LayoutBox } from "../../../cli/picture/layout";

/** The key `pods`, a group of the secrets under it. */
const KEY: LayoutBox = {
  ...{ id: "pods", shape: "group", icon: "key", title: "pods", detail: "", says: "key pods" },
  ...{ x: 0, y: 100, width: 250, height: 110 },
};

describe("the mark of a box", () => {
  const drawn = (box: LayoutBox) =>
    String(
      drawing(
        { width: 300, height: 300, boxes: [box], arrows: [] },
        { markOf: () => ({ look: "refuted", says: "refuted" }) },
      ),
    );

  it("stands on the line of a title that is alone, above what the box holds", () => {
    const text = drawn(KEY);
    const [, title] = /<text x="36" y="(\d+)"/.exec(text) ?? [];
    const [, mark] = /class="mark refuted" x="240" y="(\d+)"/.exec(text) ?? [];
    ok(title);
    strictEqual(mark, title);
  });

  it("shortens a title that would reach it, and no other", () => {
    const title = "a-key-of-a-longer-name";
    strictEqual(drawn({ ...KEY, title }).includes(`>${title}<`), false);
    strictEqual(drawn({ ...KEY, title, width: 350 }).includes(`>${title}<`), true);
    const unmarked = drawing({ width: 300, height: 300, boxes: [{ ...KEY, title }], arrows: [] });
    strictEqual(String(unmarked).includes(`>${title}<`), true);
  });
});
