import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { OTHER_ACCOUNT } from "../../cross-account-documents";
import { evaluate, prove } from "../../pods";
import { ADMIN, documentsOf, type Given, named, trusting } from "./documents";
import { misses } from "./near-misses";
import { ways } from "./ways";

async function exclusiveness(given: Given, drop: string[] = []) {
  const documents = documentsOf(given);
  const { claims } = await prove(documents, { claims: ["read-exclusive"], drop });
  const [claim] = claims;
  ok(claim);
  return { ...claim, documents };
}

describe("prove, of who becomes an administrator", () => {
  for (const [title, { enters, line, ...given }] of Object.entries(ways)) {
    it(`refutes a secret whose administrator's role lets in ${title}`, async () => {
      const { counterexample, documents, reason, result } = await exclusiveness(given);
      strictEqual(result, "refuted", reason);
      ok(counterexample);
      match(counterexample.summary, enters);
      match(counterexample.document, /^trust policy of /);
      const { decision } = evaluate(documents, counterexample.request, {
        ownerPrincipalsClosed: false,
      });
      strictEqual(decision, "allowed");
      const [, written = ""] = /breakglass: (\{.*\})$/.exec(counterexample.fix) ?? [];
      if (line) deepStrictEqual(JSON.parse(written), line);
    });
  }

  for (const [title, { assumed, ...given }] of Object.entries(misses)) {
    it(`proves a secret whose administrator's role ${title}`, async () => {
      const { assumptionsUsed, counterexample, result } = await exclusiveness(given);
      strictEqual(result, "proved", counterexample?.summary);
      strictEqual(assumptionsUsed.includes("administrator-trust"), assumed ?? false);
    });
  }

  it("proves what it refuted, once the line stands that it names", async () => {
    for (const [title, given] of Object.entries(ways)) {
      const { counterexample } = await exclusiveness(given);
      const [, written] = /breakglass: (\{.*\})$/.exec(counterexample?.fix ?? "") ?? [];
      if (/^(anyone|all but)/.test(title)) continue;
      ok(written, title);
      const { counterexample: left, result } = await exclusiveness({
        ...given,
        administrators: [JSON.parse(written), ...(given.administrators ?? []).slice(1)],
      });
      strictEqual(result, "proved", `${title}: ${left?.summary}`);
    }
  });

  it("does not know who becomes an administrator of unknown trust, where that is not assumed", async () => {
    const { result } = await exclusiveness({ trust: null }, ["administrator-trust"]);
    strictEqual(result, "unknown");
  });

  it("asks nobody how an administrator's role is entered that cannot read the secret", async () => {
    const documents = documentsOf({ trust: trusting(named(OTHER_ACCOUNT)) });
    const roles = (documents.roles ?? []).map((one) =>
      one.arn === ADMIN ? { ...one, policies: [] } : one,
    );
    const { claims } = await prove({ ...documents, roles }, { claims: ["read-exclusive"] });
    strictEqual(claims[0]?.result, "proved");
  });
});
