import { deepStrictEqual, match, strictEqual } from "node:assert";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { each } from "../../facts";
import { done, failed, refused } from "../../outcomes";
import { crossAccountDocuments, SECRET } from "../../proof/cross-account-documents";
import { filesIn, run } from "../support";

describe("eks-pod-secrets prove --certificate", () => {
  const files = { "access.json": JSON.stringify(crossAccountDocuments()) };
  const certify = (directory: string, ...args: string[]) =>
    run([
      ...["prove", "--documents", `${directory}/access.json`, "--claim", "read-exclusive"],
      ...["--certificate", `${directory}/made/here`, ...args],
    ]);
  const made = (directory: string, name: string) =>
    readFileSync(join(directory, "made/here", name), "utf8");

  it("writes clauses with their origins, steps, meanings and an index, the same each time", async () => {
    const directory = filesIn(files);
    match(await done(certify(directory)), /^Certificates:\n {2}in .*made\/here/m);
    const names = readdirSync(join(directory, "made/here"));
    const [cnf = "", ...others] = names.filter((name) => name.endsWith(".cnf"));
    deepStrictEqual(others, []);
    match(cnf, /^read-exclusive-arn-aws-secretsmanager-[A-Za-z0-9-]+-1\.cnf$/);
    const { claims, files: listed } = JSON.parse(made(directory, "index.json"));
    deepStrictEqual(
      Object.keys(listed).sort(),
      names.filter((name) => name !== "index.json"),
    );
    strictEqual(claims[0].subject, SECRET);
    const clauses = made(directory, cnf);
    match(clauses, /^c \d+ assumption reader-trust\n\d+ 0$/m);
    match(clauses, /^c \d+ defines \d+, for: statement \w+ of the resource policy/m);
    const again = filesIn(files);
    await certify(again);
    strictEqual(made(again, cnf), clauses);
  });

  it("lists what is not certified, and why", async () => {
    const directory = filesIn(files);
    await failed(certify(directory, "--drop", "owner-principals-closed"));
    const { claims } = JSON.parse(made(directory, "index.json"));
    each(claims, ({ certificates, notCertified }: Record<string, unknown>) => ({
      certificates,
      notCertified,
    })).are([{ certificates: [], notCertified: "it is refuted: the counterexample shows it" }]);
  });

  it("rejects a directory that holds anything", async () => {
    const directory = filesIn(files);
    mkdirSync(`${directory}/made/here/already`, { recursive: true });
    match(
      await refused(certify(directory)),
      /--certificate must name a directory that is empty or does not exist, got/,
    );
  });
});
