import { deepStrictEqual } from "node:assert";
import { landingZoneOf, reader, rejectsEach, type Sections } from "./support";

const LOGS = "{ name: logs, document: logs.json }";
const ARN = "arn:aws:iam::111111111111:policy/extra";

const existing = (...keys: string[]): Sections => ({
  readers: reader("[own]", ["role: existing", ...keys].map((key) => `    ${key}\n`).join("")),
});
const keeping = (...kept: string[]): Sections =>
  existing("roleName: by-hand", `keptPolicies: [${kept.join(", ")}]`);

describe("parseInventory, a role that exists", () => {
  it("takes its name, its path and the policies that stay", () => {
    const { readers } = landingZoneOf(
      existing(
        "roleName: by-hand",
        "rolePath: /team/",
        `keptPolicies: [${LOGS}, { arn: "${ARN}", document: extra.json }]`,
      ),
    );
    const [{ hasExistingRole, keptPolicies, role } = {}] = readers;
    deepStrictEqual(
      [hasExistingRole, role?.arn],
      [true, "arn:aws:iam::111111111111:role/team/by-hand"],
    );
    deepStrictEqual(keptPolicies, [
      { name: "logs", arn: undefined, file: "logs.json" },
      { name: undefined, arn: ARN, file: "extra.json" },
    ]);
  });

  rejectsEach({
    "readers.web.roleName is required with role: existing": {
      readers: reader("[own]", "    role: existing\n").replace("web:", "§web:"),
    },
    "readers.web.keptPolicies must be left out without role: existing, got 1 of them: a role that is made has no others":
      { readers: reader("[own]", `    §keptPolicies: [${LOGS}]\n`) },
    "readers.web.keptPolicies[0] must have either name or arn, got neither": keeping(
      "§{ document: logs.json }",
    ),
    'readers.web.keptPolicies[1] must stand here once, got "logs" twice': keeping(LOGS, `§${LOGS}`),
    'readers.web.keptPolicies[0].name must be another than that of this package\'s own policy, got "read-granted"':
      keeping("{ name: §read-granted, document: logs.json }"),
    'readers.web.keptPolicies[0].arn must be a policy of AWS or of account 111111111111 (a), got "arn:aws:iam::222222222222:policy/extra"':
      keeping('{ arn: §"arn:aws:iam::222222222222:policy/extra", document: extra.json }'),
    'readers.web.role must be existing where it is given, got "by-hand"': {
      readers: reader("[own]", "    role: §by-hand\n"),
    },
  });
});
