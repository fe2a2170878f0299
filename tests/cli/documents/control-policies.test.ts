import { deepStrictEqual, rejects } from "node:assert";
import { controlPolicies } from "../../../cli/documents/control-policies";
import { inventoryText } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";
import { withFiles } from "../support";

const ALLOW = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const DENY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }],
};
const RCP = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" }],
};

const read = (files: Record<string, unknown>, organization: string) => {
  const texts = Object.fromEntries(
    Object.entries(files).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const zone = landingZone(inventoryText({ more: `organization: ${organization}` }));
  return withFiles(texts, (directory) => controlPolicies(zone, `${directory}/zone.yaml`));
};

describe("controlPolicies", () => {
  it("attaches plain documents to one level of every account", async () => {
    const files = { "a.json": ALLOW, "b.json": DENY };
    deepStrictEqual(await read(files, "{ serviceControlPolicies: [a.json, b.json] }"), {
      serviceControlPolicies: ["111111111111", "222222222222"].map((account) => ({
        account,
        levels: [[ALLOW, DENY]],
      })),
      resourceControlPolicies: [],
    });
  });

  it("reads the levels of a hierarchy, for the accounts that it names", async () => {
    const files = { "b.json": { accounts: ["b"], levels: [[ALLOW], [ALLOW, DENY]] } };
    const { serviceControlPolicies } = await read(files, "{ serviceControlPolicies: [b.json] }");
    deepStrictEqual(serviceControlPolicies, [
      { account: "222222222222", levels: [[ALLOW], [ALLOW, DENY]] },
    ]);
  });

  it("adds nothing of what AWS attaches everywhere, which goes without saying", async () => {
    const { resourceControlPolicies } = await read(
      { "rcp.json": RCP },
      "{ resourceControlPolicies: [rcp.json] }",
    );
    deepStrictEqual(resourceControlPolicies?.[0]?.levels, [[RCP]]);
  });

  it("rejects a policy of the other kind, with its file", async () => {
    await rejects(
      read({ "rcp.json": RCP }, "{ serviceControlPolicies: [rcp.json] }"),
      /service control policy, statement 0: .*Principal/,
    );
  });

  it("rejects an account that the inventory does not have", async () => {
    await rejects(
      read({ "c.json": { accounts: ["c"], levels: [] } }, "{ serviceControlPolicies: [c.json] }"),
      /accounts\[0\] must be an account of the inventory, got "c"/,
    );
  });

  it("rejects a file that is not there", async () => {
    await rejects(
      read({}, "{ serviceControlPolicies: [no.json] }"),
      /cannot read .*no\.json: no such file/,
    );
  });
});
