import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { Pod } from "../../../../cli/clusters/pod-events";
import type { ClusterFacts } from "../../../../cli/doctor/facts/cluster-facts";
import type { StepId } from "../../../../cli/doctor/step";
import { oidcProviderFindings } from "../../../../cli/doctor/steps/oidc-provider";
import { classOf, facts, found, pod, readerOf, results, wrongAt } from "./healthy-facts";

const PROVIDER =
  "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const ADOPTED = `\n  shop: { account: a, existing: true, oidcProvider: "${PROVIDER}" }`;
const CREATED = "\n  shop: { account: a, create: {} }";
const OTHER = "arn:aws:iam::111111111111:role/other";

const readerWith = (identity: string, more = "", clusters = ADOPTED) =>
  readerOf(`    identity: ${identity}\n${more}`, clusters);

/** A pod that the webhook has given a role in this way. It mounts nothing, unless `spec` says so. */
function podWith(way: "irsa" | "podIdentity", role: string, spec: object = { volumes: [] }): Pod {
  const isToken = way === "irsa";
  const set = isToken
    ? { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: "/t" }
    : { AWS_CONTAINER_CREDENTIALS_FULL_URI: "u", AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/t" };
  const audience = isToken ? "sts.amazonaws.com" : "pods.eks.amazonaws.com";
  const own = pod("web-1", { spec });
  const env = Object.entries(set).map(([name, value]) => ({ name, value }));
  const token = { projected: { sources: [{ serviceAccountToken: { audience } }] } };
  return {
    ...own,
    spec: {
      ...own.spec,
      containers: own.spec.containers?.map((one) => ({ ...one, env })),
      volumes: [...(own.spec.volumes ?? []), { name: "token", ...token }],
    },
  };
}

/** Facts of a reader with IRSA for whom everything is right. */
function irsaFacts(change: Partial<ClusterFacts> = {}): ClusterFacts {
  const reader = change.reader ?? readerWith("irsa");
  const annotations = { "eks.amazonaws.com/role-arn": reader.role.arn };
  const own = classOf(reader);
  const { usePodIdentity: _, ...parameters } = own.spec.parameters;
  return facts(
    {
      reader,
      serviceAccount: { value: { metadata: { name: "web", annotations } } },
      association: { value: undefined },
      pods: { value: [pod("web-1")] },
      providerClass: { value: { ...own, spec: { ...own.spec, parameters } } },
      csiDriver: { value: { spec: { tokenRequests: [{ audience: "sts.amazonaws.com" }] } } },
      oidcProvider: { value: { arn: PROVIDER, audiences: ["sts.amazonaws.com"] } },
      ...change,
    },
    reader,
  );
}

const annotated = (role: string | undefined) => ({
  serviceAccount: {
    value: {
      metadata: {
        name: "web",
        ...(role !== undefined && { annotations: { "eks.amazonaws.com/role-arn": role } }),
      },
    },
  },
});

const irsa = (step: StepId, change: Partial<ClusterFacts> = {}) => results(step, irsaFacts(change));
const irsaWrong = (step: StepId, change: Partial<ClusterFacts>) => wrongAt(step, irsaFacts(change));

describe("the way of a reader with IAM roles for service accounts", () => {
  it("is right without association, agent and session tags", () => {
    const steps = ["service-account", "association", "webhook", "audiences", "provider-class"];
    for (const step of steps) deepStrictEqual(irsa(step as StepId), ["right"], step);
    deepStrictEqual([irsa("agent"), irsa("session-tags")], [[], []]);
    deepStrictEqual(oidcProviderFindings(irsaFacts()), []);
  });

  it("needs the annotation with the reader's role", () => {
    const none = irsaWrong("service-account", annotated(undefined));
    strictEqual(none.cause, "EPS-384");
    deepStrictEqual(none.mend.commands, ["eks-pod-secrets up --refresh --yes --only a.workloads"]);
    const other = irsaWrong("service-account", annotated(OTHER));
    strictEqual(other.cause, "EPS-326");
    match(other.says, /names arn:aws:iam::111111111111:role\/other, and not arn:/);
    const odd = irsaWrong("service-account", annotated("$(reboot)"));
    strictEqual(odd.cause, "EPS-392");
    strictEqual(JSON.stringify(odd).includes("reboot"), false);
  });

  it("has others annotate the service account that they make", () => {
    const reader = readerWith("irsa", "    createServiceAccount: false\n");
    const { mend } = irsaWrong("service-account", { reader, ...annotated(undefined) });
    match(
      mend.commands[0] ?? "",
      /^kubectl .* --namespace web annotate --overwrite serviceaccount web eks\.amazonaws\.com\/role-arn=arn:aws:iam::111111111111:role\/\S+$/,
    );
  });

  it("needs a token for STS of the driver", () => {
    const csiDriver = { value: { spec: { tokenRequests: [{ audience: "vault" }] } } };
    const { cause, mend } = irsaWrong("audiences", { csiDriver });
    strictEqual(cause, "EPS-385");
    match(mend.commands[0] ?? "", /"audience":"vault"\},\{"audience":"sts\.amazonaws\.com"/);
    const none = { value: { spec: {} } };
    strictEqual(irsaWrong("audiences", { csiDriver: none }).cause, "EPS-350");
  });

  it("needs a class without usePodIdentity", () => {
    const providerClass = { value: classOf(readerWith("irsa")) };
    const { cause, mend } = irsaWrong("provider-class", { providerClass });
    strictEqual(cause, "EPS-327");
    match(
      mend.commands[0] ?? "",
      /patch secretproviderclass web --type merge --patch '\{"spec":\{"parameters":\{"usePodIdentity":null\}\}\}'$/,
    );
  });

  it("needs the issuer's provider in IAM, with the audience of STS", () => {
    const at = (audiences: string[] | undefined, reader = readerWith("irsa")) => {
      const [one] = oidcProviderFindings(
        irsaFacts({ reader, oidcProvider: { value: { arn: PROVIDER, audiences } } }),
      );
      if (one?.result !== "wrong") throw new Error(JSON.stringify(one));
      return [one.cause, ...one.mend.commands];
    };
    deepStrictEqual(at(undefined), [
      "EPS-369",
      "aws iam create-open-id-connect-provider --url https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE --client-id-list sts.amazonaws.com --region us-east-1",
    ]);
    deepStrictEqual(at(["other"]), [
      "EPS-386",
      `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${PROVIDER} --client-id sts.amazonaws.com --region us-east-1`,
    ]);
    deepStrictEqual(at(undefined, readerWith("irsa", "", CREATED)), [
      "EPS-369",
      "eks-pod-secrets up --refresh --yes --only a.cluster",
    ]);
  });

  it("is wrong where the inventory names the provider of another issuer", () => {
    const arn = PROVIDER.replace("EXAMPLED", "OTHERED0");
    const [one] = oidcProviderFindings(
      irsaFacts({ oidcProvider: { value: { arn, audiences: ["sts.amazonaws.com"] } } }),
    );
    strictEqual(one?.result === "wrong" && one.cause, "EPS-366");
  });

  it("is not seen where IAM was not asked", () => {
    const oidcProvider = { unseen: "refused", right: "iam:GetOpenIDConnectProvider" };
    strictEqual(oidcProviderFindings(irsaFacts({ oidcProvider }))[0]?.result, "not seen");
  });

  it("is wrong in a pod whose own program got another way or another role", () => {
    const { arn } = readerWith("irsa").role;
    const at = (own: Pod) => irsa("webhook", { pods: { value: [own] } });
    deepStrictEqual(at(podWith("irsa", arn)), ["right"]);
    deepStrictEqual(at(podWith("irsa", OTHER)), ["EPS-325"]);
    deepStrictEqual(at(podWith("podIdentity", arn)), ["EPS-325"]);
    deepStrictEqual(at(pod("web-1", { spec: { volumes: [] } })), ["EPS-378"]);
    const [mounting] = found(
      "webhook",
      irsaFacts({ pods: { value: [podWith("irsa", OTHER, {})] } }),
    );
    deepStrictEqual(mounting, {
      result: "right",
      says: `the mounts do not use it. In pod web-1 a program that itself calls AWS uses IRSA as ${OTHER}`,
    });
  });

  it("is wrong with another role's association only for what the pods' programs take themselves", () => {
    const association = { value: { associationId: "a-1", roleArn: OTHER } };
    deepStrictEqual(irsa("association", { association }), ["right"]);
    const asking = { value: [podWith("irsa", OTHER)] };
    deepStrictEqual(irsa("association", { association, pods: asking }), ["EPS-301"]);
  });
});

describe("the way of a reader with both", () => {
  const reader = readerWith("both");
  const { arn } = reader.role;
  const both = (change: Partial<ClusterFacts> = {}) => facts({ reader, ...change }, reader);

  it("is that of Pod Identity where no pod needs its own tokens", () => {
    for (const step of ["service-account", "association", "audiences", "provider-class"] as const) {
      deepStrictEqual(results(step, both()), ["right"], step);
    }
    deepStrictEqual(oidcProviderFindings(both({ oidcProvider: { unseen: "" } })), []);
  });

  it("says which pods use which way", () => {
    const ways = [podWith("irsa", arn), podWith("podIdentity", arn)];
    const pods = ways.map((own, index) => ({
      ...own,
      metadata: { ...own.metadata, name: `web-${index}` },
    }));
    const [one] = found("webhook", both({ pods: { value: pods } }));
    deepStrictEqual(one, {
      result: "right",
      says: `pod web-0: IRSA as ${arn}; pod web-1: Pod Identity`,
    });
  });

  it("needs annotation and provider as long as a pod's program uses its own token", () => {
    const pods = { value: [podWith("irsa", arn)] };
    deepStrictEqual(results("service-account", both({ pods })), ["EPS-384"]);
    const oidcProvider = { value: { arn: PROVIDER, audiences: undefined } };
    const [one] = oidcProviderFindings(both({ pods, oidcProvider }));
    strictEqual(one?.result === "wrong" && one.cause, "EPS-369");
  });
});

describe("the way of a reader with Pod Identity", () => {
  it("is wrong in a pod that was made while the webhook did not know the association", () => {
    const pods = { value: [podWith("irsa", OTHER)] };
    const { cause, says } = wrongAt("webhook", { pods });
    strictEqual(cause, "EPS-325");
    match(says, /pod web-1 with IRSA as arn:aws:iam::111111111111:role\/other$/);
  });
});
