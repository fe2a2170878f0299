import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert";

import { done, failed, refused } from "../../outcomes";
import { filesIn, run } from "../support";

describe("doctor", () => {
  it("names the nearest reader where there is none of the name", async () => {
    const says = await refused(run("doctor application-c"));
    match(says, /READER must be a reader of landing-zone\.yaml, got "application-c"; did you mean/);
  });

  it("rejects to call anything right where there is no reader to look at", async () => {
    match(
      await refused(run("doctor --object nothing")),
      /must have a reader that is granted nothing/,
    );
    const zone = 'accounts: { a: { id: "111111111111", region: us-east-1 } }\n';
    const directory = filesIn({ "zone.yaml": zone });
    const says = await refused(run(`doctor --inventory ${directory}/zone.yaml`));
    match(says, /zone\.yaml must have a reader, whose way can be walked; found none/);
  });

  it("rejects a step to accept that does not exist", async () => {
    const says = await refused(run("doctor application-a --accept-unseen nothing"));
    match(says, /nothing.*control-policies/s);
  });

  const denied = (resource: string) =>
    `User: arn:aws:sts::111111111111:assumed-role/ascp-podidentity/eks-x is not authorized to perform: secretsmanager:GetSecretValue on resource: ${resource} because no identity-based policy allows the secretsmanager:GetSecretValue action`;
  const arn = (name: string, account = "111111111111") =>
    `arn:aws:secretsmanager:us-east-1:${account}:secret:${name}-AbCdEf`;

  it("answers a text by its cause, without access and without an inventory", async () => {
    const input = denied(arn("secret-a"));
    const text = await failed(run("doctor --text - --json", { input }));
    const { answers, readers, result } = JSON.parse(text);
    deepStrictEqual([result, readers], ["known", ["application-a"]]);
    match(answers[0].id, /^EPS-4/);
  });

  it("refuses a text of which it would not read the end, and names a command that gives it", async () => {
    const says = await refused(run("doctor --text -", { input: "x".repeat(20_000_001) }));
    match(says, /--text must have at most 20000000 bytes: give its end, as tail -c 20000000/);
  });

  it("says of a read that the inventory does not grant only that, whatever the text asks for", async () => {
    const input = denied(arn("secret-b", "222222222222"));
    const text = await failed(run("doctor --text -", { input }));
    match(text, /^EPS-400: the inventory does not grant this read$/m);
    match(text, /application-a is not granted arn:aws:secretsmanager:.*secret-b/);
    doesNotMatch(text, /--refresh|put-role-policy/);
    const asked = await failed(run("doctor application-a --object secret-b --json"));
    const [{ answer, steps }] = JSON.parse(asked).readers;
    deepStrictEqual([answer.cause, answer.mend.commands, steps.length], ["EPS-400", [], 1]);
  });

  it("says that it does not know a text that no entry knows, and repeats nothing of it", async () => {
    const input = "hunter2 \u001b[2J rm -rf / $(reboot)";
    const said = await run("doctor --text -", { input });
    strictEqual(said.code, 2);
    match(said.stdout, /^Not known: /);
    doesNotMatch(said.stdout + said.stderr, /hunter2|reboot/);
  });

  it("walks the way of the reader that a text names, where the text does not decide", async () => {
    const input =
      "something failed for pod default/x-1 of system:serviceaccount:default:serviceaccount-b";
    const { code, stdout } = await run("doctor --text - --json", { input });
    const { readers, walk } = JSON.parse(stdout);
    deepStrictEqual([code, readers, walk.result], [2, ["application-b"], "not seen"]);
  });

  it("explains a cause of the catalogue and asks nobody", async () => {
    const text = await done(run("doctor --explain eps-400 --inventory none.yaml"));
    match(text, /^EPS-400: the inventory does not grant this read$/m);
    match(text, /^To mend it: /m);
    match(text, /^Sources:\n {2}\S/m);
  });

  it("says which ids there are where --explain names none", async () => {
    match(await refused(run("doctor --explain EPS-1")), /must be an id of the catalogue/);
  });
});
