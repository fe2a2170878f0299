import { deepStrictEqual } from "node:assert";
import fc from "fast-check";

import {
  type ArnRule,
  arnProblems,
  clusterRule,
  functionRule,
  keyRule,
  organizationProblems,
  policyRule,
  roleNameProblems,
  rolePathProblems,
  roleRule,
  secretRule,
} from "../../sdk/checks/aws-name";
import { podSecretProblems } from "../../sdk/checks/pod-secret-problems";
import {
  clusterName,
  fileName,
  filePermission,
  functionArn,
  keyReference,
  label,
  mountPath,
  organizationId,
  policyArn,
  region,
  roleArn,
  roleName,
  rolePath,
  secretArn,
  secretName,
  subdomain,
} from "../../sdk/grant/inventory/schema/patterns";
import { mountPathProblems } from "../../sdk/manifest/csi-volume";
import { objectProblems } from "../../sdk/manifest/mounted-object";
import { secretProviderClassProblems } from "../../sdk/manifest/secret-provider-class";
import { labelProblems, subdomainProblems } from "../../sdk/rules/kubernetes-name";
import type { Problem } from "../../sdk/rules/problem";

const arn = (rule: ArnRule) => (value: string) => arnProblems("x", value, rule);
const object = (of: object) => objectProblems(of, { path: "x" });

describe("the values of an inventory", () => {
  /** What `check` asks of a value, texts of which many fulfil that, and what a component says of one. */
  const cases: Record<string, [typeof region, RegExp, (value: string) => Problem[]]> = {
    region: [
      region,
      /^[a-z]{2,4}(-[a-z]{1,5}){1,2}-\d{1,2}$/,
      (value) => secretProviderClassProblems({ region: value }),
    ],
    namespace: [label, /^[a-z0-9-]{1,70}$/, (value) => labelProblems("x", value)],
    "service account": [subdomain, /^[a-z0-9.-]{1,20}$/, (value) => subdomainProblems("x", value)],
    "role name": [roleName, /^[\w+=,.@-]{1,64}$/, (value) => roleNameProblems("x", value)],
    "role path": [
      rolePath,
      /^\/([\w+=,.@-]{1,9}\/){0,4}$/,
      (value) => rolePathProblems("x", value),
    ],
    organization: [
      organizationId,
      /^o-[a-z0-9]{10,32}$/,
      (value) => organizationProblems("x", value),
    ],
    "secret name": [
      secretName,
      /^[\w/+=.@-]{1,50}$/,
      (value) => podSecretProblems({ secretName: value }),
    ],
    "mount path": [mountPath, /^\/[a-z/.:_-]{0,9}$/, mountPathProblems],
    "file name": [fileName, /^[a-z._+=@-]{1,9}$/, (value) => object({ objectAlias: value })],
    "file permission": [filePermission, /^[0-8]{4}$/, (value) => object({ filePermission: value })],
    "cluster name": [
      clusterName,
      /^[\w-]{1,20}$/,
      (value) => arn(clusterRule)(`arn:aws:eks:us-east-1:111111111111:cluster/${value}`),
    ],
    "secret ARN": [
      secretArn,
      /^arn:aws:secretsmanager:us-east-1:111111111111:secret:[\w/+=.@-]{1,20}-[A-Za-z0-9]{6}$/,
      arn(secretRule),
    ],
    "key ARN": [
      keyReference,
      /^arn:aws:kms:us-east-1:111111111111:key\/[A-Za-z0-9-]{1,9}$/,
      arn(keyRule),
    ],
    "role ARN": [roleArn, /^arn:aws:iam::111111111111:role\/[\w+=,.@/-]{1,9}$/, arn(roleRule)],
    "policy ARN": [
      policyArn,
      /^arn:aws:iam::(111111111111|aws):policy\/[\w+=,.@/-]{1,9}$/,
      arn(policyRule),
    ],
    "function ARN": [
      functionArn,
      /^arn:aws:lambda:us-east-1:111111111111:function:[\w-]{1,9}(:[\w-]{1,9})?$/,
      arn(functionRule),
    ],
  };
  for (const [of, [asked, texts, problems]] of Object.entries(cases)) {
    it(`no component refuses a ${of} that check takes`, () => {
      const taken = fc.stringMatching(texts).filter((text) => asked.safeParse(text).success);
      fc.assert(fc.property(taken, (text) => deepStrictEqual(problems(text), [])));
    });
  }
});
