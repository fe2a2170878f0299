import {
  CLOSING,
  granting,
  HOP,
  policies,
  readsWith,
  TAG,
  tagsTo,
  team,
  withHop,
} from "../planted/of-rivals";
import {
  ATTACKER,
  allow,
  get,
  may,
  type NearMiss,
  OPEN,
  policy,
  SEALED,
  trusts,
  withRole,
  withSecret,
} from "../world";

/** Changes of which one takes away what another gives, which almost lead to a read. */
export const missesOfRivals: NearMiss[] = [
  {
    title: "by a second tag of a secret that it may not tag first",
    differences: [
      withSecret(OPEN, { tags: { team: "green" } }),
      may(
        tagsTo(TAG, "team", "blue", team("orange")),
        tagsTo(TAG, "team", "red", team("blue")),
        readsWith(team("red")),
      ),
    ],
    secret: OPEN,
    near: "tag-resource",
    tries: [],
  },
  {
    title: "by a second tag of its own that another first one lets it set",
    differences: [
      withRole(ATTACKER, { tags: {} }),
      may(
        tagsTo("iam:TagRole", "stage", "2"),
        tagsTo("iam:TagRole", "team", "red", { "aws:PrincipalTag/stage": "1" }),
        readsWith({ "aws:PrincipalTag/team": "red" }),
      ),
    ],
    secret: OPEN,
    near: "tag-identity",
    tries: [],
  },
  {
    title: "by the one of two policies that denies",
    differences: [
      may(allow("iam:AttachRolePolicy", ATTACKER, { ArnEquals: { "iam:PolicyARN": CLOSING } })),
      policies(),
    ],
    secret: OPEN,
    near: "attach-policy",
    tries: [],
  },
  {
    title: "by a grant for a role that it does not become",
    differences: [
      ...granting({ StringEquals: { "kms:GranteePrincipal": HOP } }),
      withHop({ trust: trusts({ Service: "lambda.amazonaws.com" }), policies: [policy(get)] }),
    ],
    secret: SEALED,
    near: "create-grant",
    tries: [],
  },
  {
    title: "by a tag that it sets only together with another value of the first one",
    differences: [
      withSecret(OPEN, { tags: {} }),
      may(
        readsWith({ ...team("red"), "aws:ResourceTag/stage": "1" }),
        allow(TAG, "*", {
          StringEquals: { "aws:RequestTag/team": "red" },
          "ForAllValues:StringEquals": { "aws:TagKeys": "team" },
          Null: { "aws:ResourceTag/stage": "true" },
        }),
        allow(TAG, "*", {
          StringEquals: { "aws:RequestTag/team": "blue", "aws:RequestTag/stage": "1" },
        }),
      ),
    ],
    secret: OPEN,
    near: "tag-resource",
    tries: [],
  },
];
