import { strictEqual } from "node:assert";
import fc from "fast-check";

import { readerRoleName, targetRoleName } from "../../../sdk/grant";
import * as made from "../../../sdk/grant/landing-zone/names";
import * as rules from "../../../sdk/rules";
import { type TextRule, textFlaw } from "../../../sdk/rules/rule";
import { textsOf } from "./texts";

const place = { account: "111111111111", region: "us-gov-west-1" };

function each(rule: TextRule, property: (text: string) => void): void {
  fc.assert(fc.property(textsOf(rule), property), { numRuns: 100 });
}

function takes(rule: TextRule, text: string): void {
  strictEqual(textFlaw(rule, text), undefined);
}

describe("what is made of names that the rules take", () => {
  it("is an ARN that the rules take", () => {
    each(rules.clusterName, (name) => takes(rules.clusterArn, made.clusterArn(place, name)));
    each(rules.secretName, (name) => takes(rules.secretArn, made.secretArn(place, name, "AbC123")));
    each(rules.parameterName, (name) => takes(rules.parameterArn, made.parameterArn(place, name)));
    each(rules.roleName, (name) =>
      takes(rules.roleArn, made.roleArn("aws-us-gov", place.account, "/", name)),
    );
    each(rules.rolePath, (path) =>
      takes(rules.roleArn, made.roleArn("aws-us-gov", place.account, path, "web")),
    );
  });

  it("is a role's name that IAM takes", () => {
    each(rules.subdomain, (serviceAccount) => {
      const clusterArn = made.clusterArn(place, "Shop_1");
      const reader = { clusterArn, namespace: "n".repeat(63), serviceAccount };
      takes(rules.roleName, readerRoleName(reader));
      takes(rules.roleName, targetRoleName(reader));
    });
  });

  it("is a file that ASCP writes, where an inventory names one", () => {
    each(rules.fileName, (name) => takes(rules.fileAlias, name));
  });

  it("is the alias of a key, where several share the secrets", () => {
    each(rules.keyAliasStart, (alias) => takes(rules.keyAlias, `${alias}-999`));
    each(rules.keyAlias, (alias) => takes(rules.keyReference, alias));
  });
});
