import { fail } from "node:assert";
import type { AccessDocuments } from "../../../proof/pods";
import { allowTo, denyTo } from "../../../proof/statements";
import { inventoryDocuments } from "../inventory-documents";

/** Three readers in two clusters. All of them read the same secrets of two accounts. */
export function sharing(secret: string, reader = ""): AccessDocuments {
  const line = (name: string, cluster: string, reads: string) =>
    `\n  ${name}: { cluster: ${cluster}, namespace: ${name}, serviceAccount: ${name}, reads: [${reads}]${reader} }`;
  return inventoryDocuments(`
accounts:
  data: { id: "222222222222", region: eu-west-1 }
  platform: { id: "111111111111", region: eu-west-1 }
clusters:
  shop: { account: platform, existing: true }
  own: { account: data, existing: true }
secrets:
  one: { account: data, key: shared${secret} }
  two: { account: data, key: shared${secret} }
readers:${line("web", "shop", "one, two")}${line("job", "shop", "one, two")}${line("report", "own", "one")}
`);
}

interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: unknown;
  Resource?: string;
  Condition?: Record<string, Record<string, unknown>>;
}
export type Policy = { Version: string; Statement: Statement[] };

const [WEB, JOB] = ["shop-web-web", "shop-job-job"];
const assumes = { Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"] };

/** A copy of the documents, and the parts by which the roles of `web` and `job` read `one`. */
export function parts(documents: AccessDocuments) {
  const copy = structuredClone(documents);
  const role = (name: string) => copy.roles?.find(({ arn }) => arn.includes(name)) ?? fail(name);
  const secret = copy.secrets?.find(({ arn }) => arn.includes(":one-")) ?? fail("one");
  const [key = fail("key")] = copy.keys ?? [];
  const [web, job] = [role(WEB), role(JOB)];
  const resource = secret.policy as Policy;
  const readerOf = (arn: string) =>
    resource.Statement.find((one) => JSON.stringify(one).includes(arn)) ?? fail(arn);
  return { copy, secret, resource, key: key.policy as Policy, web, job, readerOf };
}

/** Changes that somebody might make by hand. */
export const byHand: Record<string, (one: ReturnType<typeof parts>) => void> = {
  "names both in one list of principals": ({ job, readerOf, resource, web }) => {
    const [first, second] = [readerOf(web.arn), readerOf(job.arn)];
    first.Principal = { AWS: [web.arn, job.arn] };
    delete first.Condition;
    resource.Statement = resource.Statement.filter((one) => one !== second);
  },
  "names both in one condition": ({ job, readerOf, resource, web }) => {
    const [first, second] = [readerOf(web.arn), readerOf(job.arn)];
    first.Condition = { ArnEquals: { "aws:PrincipalArn": [web.arn, job.arn] } };
    resource.Statement = resource.Statement.filter((one) => one !== second);
  },
  "names the other in a form that is not taken apart": ({ job, readerOf }) => {
    const { Condition = {} } = readerOf(job.arn);
    Condition["ForAnyValue:StringEquals"] = { "aws:PrincipalArn": [job.arn] };
    delete Condition.ArnEquals;
  },
  "lets in everybody with the tags of the other": ({ job, readerOf }) => {
    const { Condition: { StringEquals } = {} } = readerOf(job.arn);
    Object.assign(readerOf(job.arn), { Principal: "*", Condition: { StringEquals } });
  },
  "denies without a name": ({ resource }) => {
    resource.Statement.push(
      denyTo("*", "secretsmanager:GetSecretValue", {
        StringNotLike: { "aws:PrincipalTag/kubernetes-namespace": ["web", "job"] },
      }),
    );
  },
  "has the key deny the other by name": ({ job, key }) => {
    key.Statement.push(denyTo("*", "kms:Encrypt", { ArnEquals: { "aws:PrincipalArn": job.arn } }));
  },
  "calls the secret sealed": ({ copy }) => {
    for (const one of copy.secrets ?? []) one.sealed = true;
  },
  "lets the one become the other": ({ job, web }) => {
    (job.trust as Policy).Statement.push({ ...assumes, Principal: { AWS: web.arn } });
  },
  "lets the whole account become the other": ({ job }) => {
    const account = "arn:aws:iam::111111111111:root";
    (job.trust as Policy).Statement.push({ ...assumes, Principal: { AWS: account } });
  },
  "gives both one target role": ({ copy, job, web }) => {
    const target = "arn:aws:iam::222222222222:role/target";
    const by = { ...assumes, Principal: { AWS: [web.arn, job.arn] } };
    copy.roles?.push({ arn: target, trust: { Version: "2012-10-17", Statement: [by] } });
    for (const one of copy.associations ?? []) {
      if ([web.arn, job.arn].includes(one.roleArn)) one.targetRoleArn = target;
    }
  },
  "has the key open both secrets to both, of which each reads one": ({ copy, job, key, web }) => {
    copy.grants = (copy.grants ?? []).filter(
      ({ reader, secret }) => secret.includes(":one-") === (reader.serviceAccount !== "job"),
    );
    const contexts = copy.secrets?.map(({ arn }) => arn);
    const Condition = {
      ArnEquals: { "aws:PrincipalArn": [web.arn, job.arn] },
      StringEquals: {
        "kms:EncryptionContext:SecretARN": contexts,
        "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
      },
    };
    key.Statement.push({ ...allowTo({ AWS: "111111111111" }, "kms:Decrypt"), Condition });
  },
  "has a role of a third account rotate what one of them reads": ({ copy, job, key }) => {
    const role = "arn:aws:iam::333333333333:role/rotates";
    copy.grants = (copy.grants ?? []).filter(
      ({ reader, secret }) => secret.includes(":one-") || reader.serviceAccount !== "job",
    );
    for (const one of copy.secrets ?? []) if (one.arn.includes(":two-")) one.rotation = { role };
    const [first = fail("key")] = key.Statement.filter((one) =>
      JSON.stringify(one).includes(job.arn),
    );
    const [, two] = copy.secrets?.map(({ arn }) => arn) ?? [];
    const Condition = {
      ...first.Condition,
      ArnEquals: { "aws:PrincipalArn": role },
      StringEquals: {
        "kms:EncryptionContext:SecretARN": two,
        "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
      },
    };
    key.Statement.push({ ...allowTo({ AWS: "333333333333" }, "kms:Decrypt"), Condition });
  },
  "leaves the key to the other alone": ({ job, key }) => {
    const Condition = { ArnEquals: { "aws:PrincipalArn": job.arn } };
    key.Statement = key.Statement.slice(-1).map((one) => ({ ...one, Condition }));
  },
};
