import { deepStrictEqual } from "node:assert";

import type { LandingZone } from "../../../sdk/grant";
import { namesOfInventory, neededNames, renamed as renamedOf } from "../../../sdk/losses/names";
import { landingZoneOf } from "../grant/support";

const web = (name: string) =>
  `\n  ${name}: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }`;
const secrets = (own: string) => `\n  ${own}\n  foreign: { account: b, key: pods }`;

const renamed = (before: LandingZone, after: LandingZone) =>
  renamedOf(namesOfInventory(before), neededNames(after));

describe("renamed", () => {
  it("tells what a deployment would make a second time", () => {
    const before = landingZoneOf({ readers: web("web"), secrets: secrets("own: { account: a }") });
    const after = landingZoneOf({
      readers: web("front").replace("own", "mine"),
      secrets: secrets("mine: { account: a, name: own }"),
    });
    deepStrictEqual(renamed(before, after), [
      "secret mine of a.secrets is secret own of a.secrets by another name, and cannot be made while that is there: keep the name",
      "reader front of a.workloads is reader web of a.workloads by another name, and cannot be made while that is there: keep the name, or deploy two inventories in turn: first this one without readers.front, and then this one; in between the pods of front cannot read",
    ]);
  });

  it("tells of readers that swap their roles or service accounts, and of two inventories that do it in turn", () => {
    const two = (roles: string[], accounts: string[]) =>
      landingZoneOf({
        readers: ["web", "api"]
          .map((name, index) => {
            const [serviceAccount, roleName] = [accounts[index], roles[index]];
            return `\n  ${name}: { cluster: shop, namespace: web, serviceAccount: ${serviceAccount}, roleName: ${roleName}, reads: [own] }`;
          })
          .join(""),
      });
    const before = two(["first", "second"], ["one", "two"]);
    const says = (one: string, other: string) =>
      `reader ${one} of a.workloads takes the role, the service account or the SecretProviderClass of reader ${other} of a.workloads, and cannot be made while that has it: keep what each has, or deploy two inventories in turn: first this one without readers.web and readers.api, and then this one; in between the pods of web and api cannot read`;
    for (const after of [
      two(["second", "first"], ["one", "two"]),
      two(["first", "second"], ["two", "one"]),
    ]) {
      deepStrictEqual(renamed(before, after), [says("web", "api"), says("api", "web")]);
    }
  });

  it("tells of an account by another name, whose stacks are others", () => {
    const accounts = (b: string) => `
  a: { id: "111111111111", region: us-east-1 }
  ${b}: { id: "222222222222", region: us-east-1 }`;
    const [before, after] = ["b", "data"].map((b) =>
      landingZoneOf({
        accounts: accounts(b),
        secrets: `\n  own: { account: a }\n  foreign: { account: ${b}, key: pods }`,
      }),
    );
    deepStrictEqual(before && after && renamed(before, after), [
      "key data/us-east-1/pods of data.secrets is key b/us-east-1/pods of b.secrets by another name, and cannot be made while that is there: keep the name",
      "secret foreign of data.secrets is secret foreign of b.secrets by another name, and cannot be made while that is there: keep the name",
    ]);
  });

  it("tells of a role that a reader of another region is to have: an account has its roles in all of them", () => {
    const inRegion = (region: string, name: string) =>
      landingZoneOf({
        clusters: `\n  ${name}: { account: a, region: ${region}, create: {} }`,
        readers: `\n  ${name}: { cluster: ${name}, namespace: web, serviceAccount: web, roleName: web, region: us-east-1, reads: [own] }`,
      });
    deepStrictEqual(renamed(inRegion("us-east-1", "web"), inRegion("eu-west-1", "front")), [
      "reader front of a.workloads is reader web of a.workloads by another name, and cannot be made while that is there: keep the name, or deploy two inventories in turn: first this one without readers.front, and then this one; in between the pods of front cannot read",
    ]);
  });

  it("tells nothing of what is new, of what leaves, and of what exists anyway", () => {
    const adopted = (name: string) =>
      landingZoneOf({
        readers: web("web").replace("own", name),
        secrets: secrets(
          `${name}: { account: a, existing: true, arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:x-aBcDeF" }`,
        ),
      });
    deepStrictEqual(renamed(adopted("one"), adopted("other")), []);
    const [few, many] = [landingZoneOf({ readers: " {}" }), landingZoneOf()];
    deepStrictEqual([...renamed(few, many), ...renamed(many, few)], []);
  });

  it("tells of a cluster whose driver is installed here, and of none that only exists", () => {
    const shop = (name: string, install: string) =>
      landingZoneOf({
        clusters: `\n  ${name}: { name: shop, account: a, existing: true, secretsStoreCsi: { install: ${install} } }`,
        readers: web("web").replace("shop", name),
      });
    deepStrictEqual(renamed(shop("shop", "existing"), shop("store", "existing")), []);
    deepStrictEqual(renamed(shop("shop", "addon"), shop("store", "addon")), [
      "cluster store of a.cluster is cluster shop of a.cluster by another name, and cannot be made while that is there: keep the name",
    ]);
  });
});
