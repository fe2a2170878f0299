import { deepStrictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import taken from "../../proof/changes/kinds/compute/roles-taken.json";
import { rolesTaken } from "../sandbox/input-members/roles-taken";
import { awsCliDirectory } from "./aws-cli";

describe("the table of calls that take a role", () => {
  it("has what the models of the AWS CLI say", async () => {
    const python = join(await awsCliDirectory(), "python");
    const code = "import awscli.botocore as b; print(b.__path__[0])";
    const botocore = execFileSync(python, ["-c", code], { encoding: "utf8" }).trim();
    deepStrictEqual(rolesTaken(join(botocore, "data")), taken);
  });
});
