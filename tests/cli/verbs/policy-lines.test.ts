import { deepStrictEqual } from "node:assert";
import { policyLines } from "../../../cli/verbs/status/policy-lines";

const policy = { stack: "a.secrets", kind: "secret" as const, name: "orders" };

describe("what status says of policies", () => {
  it("is by what each differs, and each reason once where they could not be read", () => {
    const unknown = { ...policy, state: "unknown" as const, says: "no credentials" };
    deepStrictEqual(
      policyLines([
        { ...policy, state: "replaced", says: "lacks Ours and adds Theirs" },
        {
          ...policy,
          kind: "key",
          name: "arn:aws:kms:us-east-1:111111111111:key/1234",
          state: "removed",
          says: "lacks Ours",
        },
        unknown,
        { ...unknown, name: "bills" },
      ]),
      [
        "",
        "Policies that are not, or may not be, as deployed",
        "  secret orders of a.secrets  replaced  it lacks Ours and adds Theirs",
        "  key 1234 of account 111111111111 of a.secrets  removed  it lacks Ours",
        "  not read: 2",
        "  no credentials",
      ],
    );
    deepStrictEqual(policyLines([]), []);
  });
});
