import { deepStrictEqual, match } from "node:assert";
import { accessRemovals } from "../../../cli/access-removals/access-removals";
import { each } from "../../facts";
import { inventoryText, reader } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";
import { heldPolicies } from "./held-access";

const OTHER = `
  api: { cluster: shop, namespace: web, serviceAccount: api, reads: [own] }`;

describe("accessRemovals, of readers whose pods get their role in several ways", () => {
  const clusters = "\n  shop: { account: a, create: {} }";
  const zoneOf = (readers: string) => landingZone(inventoryText({ clusters, readers }));
  /** What a stack records about the former roles in its inventory. */
  const recorded = ({ externalReaders }: ReturnType<typeof zoneOf>) => {
    const roles = externalReaders.map(({ formerOf = "", role }) => [formerOf, role.arn]);
    const outputs = { formerRoles: Object.fromEntries(roles) };
    return { urn: "urn:pulumi:b.secrets::p::stack", type: "pulumi:pulumi:Stack", outputs };
  };
  const changed = (before: string, after: string) => {
    const zone = zoneOf(before);
    const held = [...heldPolicies(zone), recorded(zone)];
    return accessRemovals("a.workloads", held, zoneOf(after)).map(({ from, holder, loses }) => ({
      ...{ from, kind: holder.kind, loses },
    }));
  };
  const by = (identity: string, more = "") =>
    reader("[own, foreign]", `    identity: ${identity}\n${more}`);
  const ways = ["podIdentity", "irsa", "both"];

  it("leaves the change from one way to another to the stacks' own runs", () => {
    for (const before of ways) {
      for (const after of ways) deepStrictEqual(changed(by(before), by(after)), []);
    }
  });

  it("finds a reader by its tokens that is gone, in its role and in the owner's secret", () => {
    const [role, secret, ...others] = changed(by("irsa"), OTHER);
    deepStrictEqual(others, []);
    deepStrictEqual([role?.kind, role?.loses.length], ["role", 2]);
    deepStrictEqual(
      role?.from.map(({ namespace, serviceAccount }) => [namespace, serviceAccount]),
      [["web", "web"]],
    );
    match(secret?.loses[0] ?? "", /^those whom statement ReaderWebWeb\w+ let in$/);
  });

  it("finds what a reader by its tokens may read no more", () => {
    const less = reader("[own]", "    identity: irsa");
    each(changed(by("irsa"), less), ({ kind }) => kind).are(["role", "secret"]);
  });

  it("leaves the old place of a secret that moves into its reader's account open", () => {
    const zoneIn = (secret: string, identity: string) =>
      landingZone(
        inventoryText({
          clusters,
          secrets: `\n  one: { account: ${secret} }`,
          readers: reader("[one]", `    identity: ${identity}`),
        }),
      );
    for (const identity of ways) {
      const held = heldPolicies(zoneIn("b, key: pods, sealed: true", identity));
      const moved = zoneIn("a, key: pods, sealed: true, movedFrom: { account: b }", identity);
      deepStrictEqual(accessRemovals("b.secrets", held, moved, new Map()), []);
      const keyless = zoneIn("a, sealed: true, movedFrom: { account: b }", identity);
      deepStrictEqual(accessRemovals("b.secrets", held, keyless, new Map()), []);
    }
  });

  for (const identity of ["podIdentity", "irsa"]) {
    it(`finds a former role once its line is gone, and leaves its reader: ${identity}`, () => {
      const role = "arn:aws:iam::111111111111:role/by-hand";
      const former = `    formerRole: { role: "${role}", identity: ${identity} }\n`;
      const both = by("podIdentity", former);
      deepStrictEqual(changed(both, both), []);
      deepStrictEqual(changed(by("podIdentity"), both), []);
      const [secret, ...others] = changed(both, by("podIdentity"));
      deepStrictEqual(others, []);
      deepStrictEqual([secret?.kind, secret?.loses.length], ["secret", 1]);
    });
  }
});
