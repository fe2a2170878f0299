import { deepStrictEqual, strictEqual } from "node:assert";
import { SESSION_TAGS } from "../../../cli/guard/guarded-calls";
import { type Guard, type GuardedCalls, proveGuards, type RawPolicy } from "../../../proof";

const ACCOUNT = "111111111111";
const carries = (tag: string, isMissing: boolean) => ({
  [`aws:PrincipalTag/${tag}`]: String(isMissing),
});
const sets = (tag: string) => ({ [`aws:RequestTag/${tag}`]: "false" });
const carriesNone = Object.assign({}, ...SESSION_TAGS.map((tag) => carries(tag, true)));

/**
 * The two policies that AWS publishes, with one statement for each tag. They are STS-Protect-EKS-pod-identities-tags of
 * aws-samples/resource-control-policy-examples, and ProtectPodIdentitiesTagsOnRolesAndUsers of
 * aws-samples/service-control-policy-examples.
 */
const statements = (of: (tag: string) => object): RawPolicy => ({
  Version: "2012-10-17",
  Statement: SESSION_TAGS.map((tag) => ({ Effect: "Deny", Resource: "*", ...of(tag) })),
});
const onSessions = statements((tag) => ({
  Principal: "*",
  Action: "sts:TagSession",
  Condition: {
    BoolIfExists: { "aws:PrincipalIsAwsService": "false" },
    Null: { ...carriesNone, ...sets(tag) },
  },
}));
const onIdentities = statements((tag) => ({
  Action: ["iam:TagRole", "iam:TagUser"],
  Condition: { Null: sets(tag) },
}));

const calls = (what: string, actions: string[], when: GuardedCalls["when"]): GuardedCalls => ({
  ...{ what, actions, resources: ["*"], exempt: [] },
  ...(when && { when }),
  ...(actions.every((one) => one.startsWith("iam:")) && { withinAccount: true }),
});

/** Only an AWS service may set such a tag of a session, or a caller that has the same tag with the same value. */
const ONLY_ONES_OWN = SESSION_TAGS.flatMap((tag) => [
  calls(`set ${tag}, which it does not carry`, ["sts:TagSession"], {
    Null: { ...sets(tag), ...carries(tag, true) },
  }),
  calls(`set ${tag} to another value than it carries`, ["sts:TagSession"], {
    Null: { ...sets(tag), ...carries(tag, false) },
    StringNotEquals: { [`aws:RequestTag/${tag}`]: `\${aws:PrincipalTag/${tag}}` },
  }),
]);

/** A caller without these tags cannot get one, and cannot give one to somebody else. */
const NONE_FROM_NONE = SESSION_TAGS.flatMap((tag) => [
  calls(`set ${tag}, carrying none`, ["sts:TagSession"], {
    Null: { ...carriesNone, ...sets(tag) },
  }),
  calls(`give ${tag} to a role or user`, ["iam:TagRole", "iam:TagUser"], { Null: sets(tag) }),
]);

async function sufficient(asked: GuardedCalls[], policies: Partial<Guard>) {
  const { claims } = await proveGuards([
    {
      account: ACCOUNT,
      calls: asked,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...policies,
    },
  ]);
  return claims.find(({ claim }) => claim === "guard-sufficient");
}

describe("the pair of control policies that AWS publishes for the tags of pods' sessions", function () {
  this.timeout(60_000);
  const session = { resourceControlPolicies: [onSessions] };
  const identity = { serviceControlPolicies: [onIdentities] };

  it("lets, by the first alone, whoever carries any one of the tags set the others", async () => {
    const found = await sufficient(ONLY_ONES_OWN, session);
    strictEqual(found?.result, "refuted");
    const { context = {}, principal } = found.counterexample?.request ?? {};
    const carried = Object.keys((principal && "tags" in principal && principal.tags) || {});
    const set = Object.keys(context).map((key) => key.replace("aws:RequestTag/", ""));
    deepStrictEqual(
      [carried.length, set.filter((one) => SESSION_TAGS.includes(one)).length],
      [1, 1],
    );
  });

  it("lets, by either alone, somebody who carries none come to carry one", async () => {
    const first = await sufficient(NONE_FROM_NONE, session);
    strictEqual(first?.counterexample?.request.action.startsWith("iam:Tag"), true);
    const second = await sufficient(NONE_FROM_NONE, identity);
    strictEqual(second?.counterexample?.request.action, "sts:TagSession");
  });

  it("together let nobody who carries none come to carry one", async () => {
    const found = await sufficient(NONE_FROM_NONE, { ...session, ...identity });
    strictEqual(found?.result, "proved");
  });
});
