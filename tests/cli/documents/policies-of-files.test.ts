import { deepStrictEqual, match, throws } from "node:assert";
import { fileProblems, policiesOfFiles } from "../../../cli/documents/policies-of-files";
import { prove } from "../../../sdk/access";
import { landingZoneDocuments, plannedArns } from "../../../sdk/access/landing-zone";
import { parseInventory } from "../../../sdk/grant";
import { inventoryText, reader } from "../../sdk/grant/support";
import { withFiles } from "../support";

const TEXT = inventoryText({
  readers: reader(
    "[own]",
    "    role: existing\n    roleName: by-hand\n    keptPolicies: [{ name: extra, document: extra.json }]\n",
  ),
});

function parsed() {
  const inventory = parseInventory(TEXT, "zone.yaml");
  if ("problems" in inventory) throw new Error(JSON.stringify(inventory.problems));
  return inventory;
}

const allowing = (Resource: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource }],
  });

async function refuted(Resource: string) {
  const { landingZone: zone } = parsed();
  const files = await withFiles({ "extra.json": allowing(Resource) }, (directory) =>
    policiesOfFiles(zone, `${directory}/zone.yaml`),
  );
  const { claims } = await prove(landingZoneDocuments(zone, plannedArns, files));
  return claims.flatMap((one) => (one.result === "refuted" ? [one] : []));
}

describe("a policy that an existing role keeps", () => {
  it("counts in the proof: what it lets the role read beyond the grants is named", async () => {
    const claims = await refuted(
      "arn:aws:secretsmanager:us-east-1:111111111111:secret:other-AbCdEf",
    );
    match(
      claims.map(({ counterexample }) => counterexample?.summary).join(),
      /policy that the role keeps allows secretsmanager:GetSecretValue on .*secret:other/,
    );
  });

  it("is not left out where nobody has read its file", () => {
    throws(() => landingZoneDocuments(parsed().landingZone), /by-hand keeps must be read first/);
  });

  it("has a file that check reads", async () => {
    const problems = await withFiles(
      { "extra.json": '{"Statement": [{"Effect": "Alow"}]}' },
      (directory) => fileProblems(parsed(), `${directory}/zone.yaml`),
    );
    match(problems.map(({ message }) => message).join(), /policy of a role/);
    const missing = await withFiles({}, (directory) =>
      fileProblems(parsed(), `${directory}/zone.yaml`),
    );
    deepStrictEqual(
      missing.map(({ path }) => path),
      ["readers.web.keptPolicies[0].document"],
    );
  });
});
