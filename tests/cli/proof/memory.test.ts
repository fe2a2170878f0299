import {
  deepStrictEqual,
  doesNotMatch,
  match,
  notStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeDigest } from "../../../cli/proof/memory/code-digest";
import { memoryDirectory } from "../../../cli/proof/memory/place";
import type { ProveAnswer } from "../../../cli/proof/shape";
import { prove } from "../../../sdk/access";
import { crossAccountDocuments } from "../../proof/cross-account-documents";
import { inventoryText } from "../../sdk/grant/support";
import { entries, place } from "./memory-support";

/** The claims and their results, without the times and the dates of the proofs. */
function said({ claims }: ProveAnswer) {
  return claims.map(({ assumptionsUsed, claim, result, subject }) =>
    [claim, subject, result, ...[...assumptionsUsed].sort()].join(" "),
  );
}

describe("proofs of earlier runs", () => {
  it("are used, counted, and answer what a first run does", async () => {
    const { ended, prove } = place();
    const [first, second] = [await prove(), await prove()];
    strictEqual(first.recalled, 0);
    ok(first.claims.length > 0 && first.claims.every(({ recalled }) => !recalled));
    strictEqual(second.recalled, second.claims.filter(({ result }) => result === "proved").length);
    deepStrictEqual(said(second), said(first));
    const { stderr, stdout } = await ended(["prove", "--documents", "@access.json"]);
    match(stdout, new RegExp(`s; ${second.recalled} claims proved by earlier runs\\)\\n`));
    strictEqual(stderr, "");
  });

  it("are those that were proved, and no others", async () => {
    const open = structuredClone(crossAccountDocuments());
    const [secret] = open.secrets;
    const policy = secret?.policy as unknown as { Statement: { Condition?: object }[] };
    for (const statement of policy.Statement) delete statement.Condition;
    const { file, prove } = place({ "access.json": JSON.stringify(open) });
    const [first, second] = [await prove(), await prove()];
    ok(first.claims.some(({ result }) => result === "refuted"));
    strictEqual(
      entries(file).size,
      first.claims.filter(({ result }) => result === "proved").length,
    );
    ok(
      second.claims.every(
        ({ recalled, result }) => recalled === (result === "proved" || undefined),
      ),
    );
    deepStrictEqual(said(second), said(first));
    const limited = await prove("--limit", "literals=1", "--fresh");
    ok(limited.claims.some(({ result }) => result === "unknown"));
    strictEqual((await prove("--limit", "literals=1")).recalled, 0);
    deepStrictEqual(said(await prove("--limit", "literals=1")), said(limited));
  });

  it("are not those of other assumptions", async () => {
    const { prove } = place();
    await prove();
    strictEqual((await prove("--drop", "reader-trust")).recalled, 0);
  });

  it("are neither used nor kept by --fresh, by --certificate, and where there is to be no directory", async () => {
    const { directory, ended, kept, prove } = place();
    await prove("--fresh");
    await prove("--certificate", join(directory, "one"));
    ok(!existsSync(kept));
    await prove();
    const before = readFileSync(join(kept, "proofs"));
    strictEqual((await prove("--fresh")).recalled, 0);
    strictEqual((await prove("--certificate", join(directory, "two"))).recalled, 0);
    deepStrictEqual(readFileSync(join(kept, "proofs")), before);
    match((await ended(["prove", "--help"])).stdout, /--fresh +prove every claim anew/);
    strictEqual(memoryDirectory({ EKS_POD_SECRETS_PROOFS: "off" }, "linux"), undefined);
    strictEqual(memoryDirectory({}, "win32"), undefined);
  });

  it("are used by prove --against, plan --against and report", async () => {
    const fewer = inventoryText({
      readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
    });
    const member = inventoryText({ more: "organization: { id: o-a1b2c3d4e5 }\n" });
    const files = { "old.yaml": fewer, "new.yaml": inventoryText(), "member.yaml": member };
    for (const [line, count] of [
      ["prove --inventory @new.yaml --against @old.yaml --json", "recalled"],
      ["plan --inventory @member.yaml --against @new.yaml --json", "changes"],
      ["report --inventory @new.yaml --out @page.html --json", "recalled"],
    ] as const) {
      const { ended } = place(files);
      const counts: number[] = [];
      for (const option of [[], [], ["--fresh"]]) {
        const answer = JSON.parse((await ended([...line.split(" "), ...option])).stdout);
        counts.push(count === "changes" ? answer.changes.recalled : answer.recalled);
      }
      const [first, second = 0, fresh] = counts;
      deepStrictEqual([first, fresh], [0, 0], line);
      ok(second > 0, line);
    }
  });

  it("are told of in the words of plan, in its Markdown, and on the report's page", async () => {
    const member = inventoryText({ more: "organization: { id: o-a1b2c3d4e5 }\n" });
    const { directory, ended } = place({ "new.yaml": inventoryText(), "member.yaml": member });
    const told = { plan: "", markdown: "", page: "" };
    const ask = async () => {
      const plan = "plan --inventory @member.yaml --against @new.yaml".split(" ");
      told.plan = (await ended(plan)).stdout;
      told.markdown = (await ended([...plan, "--markdown"])).stdout;
      await ended("report --inventory @new.yaml --out @page.html".split(" "));
      told.page = readFileSync(join(directory, "page.html"), "utf8");
    };
    await ask();
    doesNotMatch(told.plan + told.page, /earlier runs/);
    await ask();
    match(
      told.plan,
      /\n {2}\(earlier runs proved that access does not change for \d+ of the secrets and parameters\)\n/,
    );
    match(
      told.markdown,
      /\n\nEarlier runs proved that access does not change for \d+ of the secrets and parameters\.\n/,
    );
    match(told.page, / Of \d+ claims, earlier runs proved \d+\.<\/p>/);
  });

  it("are not those of other code", () => {
    ok(prove, "what proves is loaded");
    const read: string[] = [];
    const plain = codeDigest((file) => {
      read.push(file);
      return readFileSync(file);
    });
    for (const part of ["claims/bounded", "encoder/statement", "solver/clause-solver"]) {
      ok(
        read.some((file) => file.includes(`proof/prover/${part}.`)),
        part,
      );
    }
    ok(read.some((file) => file.includes("sdk/access/pod-identity/kind.")));
    const other = codeDigest((file) =>
      file === read[0] ? Buffer.from("other") : readFileSync(file),
    );
    notStrictEqual(other, plain);
  });
});
