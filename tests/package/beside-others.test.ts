import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { devDependencies, peerDependencies } from "../../package.json";
import {
  copiesOfPulumis,
  installedPaths,
  makeProgram,
  otherWarnings,
  type Program,
  packageOf,
  run,
} from "./installed";

/** The lowest version of each peer, and the matching versions of two other component packages. */
const LOWEST = [
  ...Object.entries(peerDependencies).map(([name, range]) => `${name}@${range.replace("^", "")}`),
  "@pulumi/awsx@3.0.0",
  "@pulumi/eks@4.2.0",
];

/** npm installs the newest peers that run on this version of Node.js. */
const NEWEST = ["@pulumi/awsx", "@pulumi/eks"];

/** A program with both sides of a grant, which proves itself. */
const PROVED = `
  const { Provider } = require("@pulumi/aws");
  const { SharedSecret, SharedSecretMount } = require("eks-pod-secrets");
  const { proveProgram } = require("eks-pod-secrets/testing");
  const provider = (name, id) =>
    new Provider(name, { region: "us-east-1", allowedAccountIds: [id] });
  const pod = {
    clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/shop",
    namespace: "orders",
    serviceAccount: "orders-api",
  };
  proveProgram(() => {
    const owner = { providers: [provider("owner", "222222222222")] };
    const { keyArn, secretArn } = new SharedSecret("db", { secretName: "db", readers: [pod] }, owner);
    const secrets = [{ arn: secretArn, keyArn, objectAlias: "db" }];
    const runner = { providers: [provider("runner", "111111111111")] };
    new SharedSecretMount("orders", { ...pod, secrets }, runner);
  }).then(({ result }) => console.log(result));
`;

const FILES = {
  "index.ts": readFileSync(join(__dirname, "program/index.ts"), "utf8"),
  "proved.js": PROVED,
  "module.mjs": `
    import { PodReader } from "eks-pod-secrets";
    import { mayRead } from "eks-pod-secrets/access";
    console.log(PodReader.name, mayRead.name);`,
};

for (const [end, specs] of Object.entries({ lowest: LOWEST, newest: NEWEST })) {
  describe(`a program with the library and others, of the ${end} versions`, () => {
    let program: Program;
    before(() => {
      const typescript = `typescript@${devDependencies.typescript}`;
      const types = `@types/node@${devDependencies["@types/node"]}`;
      const library = packageOf("eks-pod-secrets").tarball;
      program = makeProgram([library, typescript, types, ...specs], FILES);
    });
    after(() => rmSync(program.directory, { recursive: true }));

    it("has one copy of everything of Pulumi's", () => {
      const copies = copiesOfPulumis(program);
      for (const name of [...Object.keys(peerDependencies), "@pulumi/awsx", "@pulumi/eks"]) {
        deepStrictEqual(copies.get(name), [`node_modules/${name}`]);
      }
      deepStrictEqual(
        [...copies.values()].filter((paths) => paths.length > 1),
        [],
      );
    });

    it("got no other package for the library, and no warning of npm's but of Pulumi's packages", () => {
      const own = installedPaths(program).filter((path) => path.includes("eks-pod-secrets"));
      deepStrictEqual(own, ["node_modules/eks-pod-secrets"]);
      deepStrictEqual(otherWarnings(program, /^(@pulumi\/|protobufjs$)/), []);
    });

    it("type-checks as a bundler resolves it", () => {
      tsc(program, "--noEmit", "--module", "preserve", "--moduleResolution", "bundler");
    });

    it("type-checks as Node.js resolves it, and registers what it declares", () => {
      tsc(program, "--outDir", "out", "--module", "node16");
      const { stdout } = run(program.directory, "node", ["out/index.js"]);
      const { names, policy, registered } = JSON.parse(stdout);
      deepStrictEqual(names, ["PodReader", "PodSecret", "SecretMount"]);
      deepStrictEqual(registered, [
        "aws:eks/podIdentityAssociation:PodIdentityAssociation orders-association",
        "aws:iam/role:Role orders-role",
        "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive orders-only-policy",
        "aws:iam/rolePolicy:RolePolicy orders-policy",
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive orders-no-attachments",
        "aws:secretsmanager/secret:Secret db-secret",
        "awsx:ec2:Vpc network",
        "eks-pod-secrets:index:PodReader orders",
        "eks-pod-secrets:index:PodSecret db",
        "eks-pod-secrets:index:SecretMount orders",
        "eks:index:Cluster shop",
        "kubernetes:core/v1:ServiceAccount orders-service-account",
        "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass orders-provider-class",
      ]);
      strictEqual(policy, "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-secret-AbC123");
    });

    it("may be an ES module, which imports by name", () => {
      const { stdout } = run(program.directory, "node", ["module.mjs"]);
      strictEqual(stdout, "PodReader mayRead\n");
    });

    it("is proved", () => {
      strictEqual(run(program.directory, "node", ["proved.js"]).stdout, "proved\n");
    });

    it("says which package has the command", () => {
      const { stderr } = run(program.directory, "npx", ["eks-pod-secrets", "check"], 2);
      match(stderr, /is in the package @eks-pod-secrets\/cli, .*: npm install --save-dev @eks/);
    });
  });
}

function tsc({ directory }: Program, ...options: string[]): void {
  const strict = ["--strict", "--target", "es2022", "--types", "node", "--esModuleInterop"];
  run(directory, "npx", ["tsc", ...strict, ...options, "index.ts"]);
}
