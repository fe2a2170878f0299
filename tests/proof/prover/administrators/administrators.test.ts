import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { OTHER_ACCOUNT, OWNER_ACCOUNT } from "../../cross-account-documents";
import { blastRadius, evaluate, prove, summarise, whoCanRead } from "../../pods";
import {
  ADMIN,
  ASSUME,
  documentsOf,
  type Given,
  misses,
  named,
  role,
  trusting,
  ways,
} from "./ways";

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

/** What who-can-read and summary say about the administrator's role. */
async function answersOf(given: Given) {
  const documents = documentsOf(given);
  const arn = documents.secrets?.[0]?.arn ?? "";
  const { found } = await whoCanRead(documents, arn);
  const { findings } = await summarise(documents, OWNER_ACCOUNT);
  return {
    reading: found.find(
      ({ principal }) => principal.kind === "session" && principal.roleArn === ADMIN,
    ),
    finding: findings.find(
      ({ through, who }) =>
        through.length === 0 && who.kind === "role" && who.names.includes(ADMIN),
    ),
  };
}

describe("who-can-read and summary, of an administrator's role", () => {
  for (const [title, { enters, ...given }] of Object.entries(ways)) {
    it(`call it undeclared and name who enters: ${title}`, async () => {
      const { finding, reading } = await answersOf(given);
      strictEqual(reading?.as, "known role");
      match(reading.entry?.summary ?? "", enters);
      strictEqual(finding?.explanation, undefined);
      match(finding?.entries?.[0]?.summary ?? "", enters);
    });
  }

  for (const [title, given] of Object.entries(misses)) {
    it(`call it declared that ${title}`, async () => {
      const { finding, reading } = await answersOf(given);
      strictEqual(reading?.as, "administrator");
      strictEqual(reading.entry, undefined);
      strictEqual(finding?.explanation?.as, "administrator");
    });
  }

  it("call declared who becomes it by way of its declaration, though it also rotates the secret", async () => {
    const documents = documentsOf({
      trust: trusting(named(`arn:aws:iam::${OTHER_ACCOUNT}:root`)),
      administrators: [{ role: ADMIN, from: [OTHER_ACCOUNT] }],
    });
    const secrets = documents.secrets?.map((one) => ({ ...one, rotation: { role: ADMIN } }));
    const { findings } = await summarise({ ...documents, secrets }, OWNER_ACCOUNT);
    ok(findings.some(({ who }) => who.names.includes(OTHER_ACCOUNT)));
    deepStrictEqual(
      findings.filter(({ explanation }) => !explanation),
      [],
    );
  });

  it("know of an administrator whose own policies let it read nothing that it does not read", async () => {
    const helper = { arn: role("helper"), policies: [ASSUME] };
    const documents = documentsOf({ trust: trusting(named(helper.arn)), roles: [helper] });
    const roles = documents.roles?.map((one) =>
      one.arn === ADMIN ? { ...one, policies: [] } : one,
    );
    const [secret] = documents.secrets ?? [];
    const { found } = await whoCanRead({ ...documents, roles }, secret?.arn ?? "");
    deepStrictEqual(
      found.map(({ as }) => as),
      ["declared reader"],
    );
    const compromise = { kind: "role" as const, roleArn: helper.arn };
    const radius = await blastRadius({ ...documents, roles }, compromise);
    deepStrictEqual([radius.result, radius.found], ["complete", []]);
  });
});
