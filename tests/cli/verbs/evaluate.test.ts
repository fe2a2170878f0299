import { deepStrictEqual, match, ok } from "node:assert";
import { join } from "node:path";
import { done } from "../../outcomes";
import { run, withFiles } from "../support";

const WALKTHROUGH = join(__dirname, "../../../examples/walkthrough/access.json");

describe("eks-pod-secrets evaluate", () => {
  const request = {
    principal: { kind: "session", roleArn: "arn:aws:iam::111111111111:role/other", tags: {} },
    action: "kms:Decrypt",
    resource: "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555",
  };
  const evaluate = (one: object, args: string[] = []) =>
    withFiles({ "request.json": JSON.stringify(one) }, (directory) =>
      run([
        "evaluate",
        "--documents",
        WALKTHROUGH,
        "--request",
        `${directory}/request.json`,
        ...args,
      ]),
    );

  it("says which statement decided, and why the others did not match", async () => {
    const stdout = await done(evaluate(request));
    match(stdout, /^allowed: a session .* \(no tags\) asks for kms:Decrypt on arn:/);
    match(stdout, /\n {4}Allow "Enable IAM User Permissions" .* match: Principal does not name /);
    match(stdout, /\n {2}→ Allow statement 1 matched: /);
  });

  it("answers in JSON, with exit code 1 for what is denied", async () => {
    const { code, stdout } = await evaluate({ ...request, action: "kms:Encrypt" }, ["--json"]);
    const { decidedBy, decision, statements } = JSON.parse(stdout);
    deepStrictEqual([code, decision, decidedBy], [1, "denied", null]);
    ok(statements.length > 0);
  });

  it("rejects a request with a key or principal that is not known", async () => {
    const [key, kind, arn] = await Promise.all([
      evaluate({ ...request, contxt: {} }),
      evaluate({ ...request, principal: { kind: "role" } }),
      evaluate({ ...request, principal: { kind: "user", arn: "somebody" } }),
    ]);
    deepStrictEqual([key.code, kind.code, arn.code], [2, 2, 2]);
    match(key.stderr, /request\.json:1:\d+: error: contxt is no key that is known here/);
    match(kind.stderr, /error: principal(\.kind)? must have a kind that is known/);
    match(arn.stderr, /error: .*request\.json: the principal .* the ARN of a user, got "somebody"/);
  });
});
