import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";

import {
  type AccessDocuments,
  blastRadius,
  difference,
  prove,
  summarise,
  whoCanRead,
} from "../pods";
import * as the from "./deployments/deployment";
import { oneReader } from "./deployments/deployment";
import {
  formerReader,
  ISSUER,
  readerOfBoth,
  tokenReader,
  tokenTrust,
  WEB_IDENTITY,
} from "./deployments/web-identities";

const podReader = oneReader();
const [ofPods, ofTokens] = readerOfBoth.associations ?? [];

/** The reader with tokens, whose role has another trust policy. */
function trusting(trust: object): AccessDocuments {
  return { ...tokenReader, roles: (tokenReader.roles ?? []).map((role) => ({ ...role, trust })) };
}

async function changesBetween(before: AccessDocuments, after: AccessDocuments): Promise<string[]> {
  const claims = await difference(before, after);
  return claims.map(({ counterexample, result }) => counterexample?.summary ?? result);
}

describe("a reader whose pods make their sessions with tokens", () => {
  it("has one lock: the owner's side rests on the trust policy, and on the issuer", async () => {
    const usedIn = async (documents: AccessDocuments) =>
      (await prove(documents, { claims: ["secret-bounded"] })).claims.flatMap(
        ({ assumptionsUsed }) => assumptionsUsed,
      );
    deepStrictEqual(await usedIn(podReader), []);
    deepStrictEqual(await usedIn(tokenReader), ["reader-trust", "web-identity-truth"]);
    deepStrictEqual(await usedIn(readerOfBoth), ["reader-trust", "web-identity-truth"]);
  });

  it("has a grant for each way, which its subject names", async () => {
    const { claims } = await prove(readerOfBoth, { claims: ["grant-available"] });
    const named = claims.map(({ subject }) => /\w+\/\w+(?: \(.*\))? →/.exec(subject)?.[0]);
    deepStrictEqual(named.sort(), ["billing/api (web identity) →", "billing/api →"]);
  });

  it("is refuted with the token of another subject, and told what to demand", async () => {
    const trust = tokenTrust({
      conditions: { StringEquals: { [`${ISSUER}:aud`]: WEB_IDENTITY.audience } },
    });
    const { claims } = await prove(trusting(trust), { claims: ["role-unforgeable"] });
    const { fix = "", request, summary } = claims[0]?.counterexample ?? {};
    strictEqual(summary, "the role may be assumed by somebody who is not its declared reader");
    const { provider } = WEB_IDENTITY;
    deepStrictEqual(request?.principal, { kind: "federated", arn: provider, provider });
    strictEqual(request.action, "sts:AssumeRoleWithWebIdentity");
    ok(request.context?.[`${ISSUER}:sub`] !== WEB_IDENTITY.subject);
    match(fix, /:sub is system:serviceaccount:billing:api and \S+:aud is sts\.amazonaws\.com$/);
  });

  it("reads, and nobody else does, whichever way its sessions are made", async () => {
    for (const documents of [tokenReader, readerOfBoth]) {
      const { found, result } = await whoCanRead(documents, the.SECRET);
      deepStrictEqual(
        [result, found.map(({ as }) => as)],
        ["complete", (documents.associations ?? []).map(() => "declared reader")],
      );
      deepStrictEqual(found[0]?.reader, the.BILLING);
      const taken = await blastRadius(documents, { kind: "readers", with: the.BILLING });
      deepStrictEqual(
        [taken.result, taken.found.map(({ secret }) => secret)],
        ["complete", [the.SECRET]],
      );
    }
  });

  it("neither gains nor loses anything as it moves, one way or both at a time", async () => {
    deepStrictEqual(await changesBetween(tokenReader, readerOfBoth), ["proved"]);
    deepStrictEqual(await changesBetween(readerOfBoth, podReader), ["proved"]);
    deepStrictEqual(await changesBetween(podReader, readerOfBoth), ["proved"]);
    deepStrictEqual(await changesBetween(readerOfBoth, tokenReader), ["proved"]);
  });

  it("loses what no way of it opens any more", async () => {
    const owners = { ...podReader, associations: tokenReader.associations ?? [] };
    const [change = ""] = await changesBetween(podReader, {
      ...owners,
      roles: tokenReader.roles ?? [],
    });
    match(change, /^a pod of billing\/api of cluster prod loses /);
    const [gain = ""] = await changesBetween(
      { ...owners, roles: tokenReader.roles ?? [] },
      readerOfBoth,
    );
    match(gain, /^a pod of billing\/api of cluster prod gains /);
  });

  it("is not who else gains a session of its role", async () => {
    const open = trusting(tokenTrust({ conditions: {} }));
    const moved = { ...open, associations: readerOfBoth.associations ?? [] };
    const [change = ""] = await changesBetween(tokenReader, moved);
    match(change, /^a session of \S+billing-api gains /);
  });

  it("is told once of all its ways, and apart of roles that it had before", async () => {
    const declared = async (documents: AccessDocuments) =>
      (await summarise(documents, the.OWNER)).findings.map(({ explanation, who }) => [
        who.kind,
        explanation,
      ]);
    const reader = { as: "declared reader", readers: [the.BILLING] };
    deepStrictEqual(await declared(readerOfBoth), [["role", reader]]);
    deepStrictEqual(await declared(formerReader), [
      ["role", reader],
      ["role", { ...reader, former: true }],
    ]);
  });

  it("has one association, and one kind of token, at a time", async () => {
    for (const twice of [ofPods, ofTokens]) {
      const associations = [...(readerOfBoth.associations ?? []), ...(twice ? [twice] : [])];
      await prove({ ...readerOfBoth, associations }, { claims: [] }).then(
        () => ok(false),
        ({ message }: Error) => match(message, /must have one association of each reader, got two/),
      );
    }
  });
});
