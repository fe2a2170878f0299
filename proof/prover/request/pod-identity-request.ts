import { clusterName } from "../../domain/pod-tags";
import { accountOf } from "../documents/deployment";
import { and, type Formula, iff, implies, not } from "../solver/formula";
import {
  freeElement,
  knownElement,
  type SymbolicElement,
  type SymbolicKey,
  saysSomething,
  textElement,
} from "../symbols/symbolic-key";
import { clusterArns } from "../texts/domains";
import { equalsText, knownText, type TextValue, unknownText, withinArn } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import { isPodIdentity, otherClusters, type QuestionSetup, type SymbolicCaller } from "./caller";

/** The tags that EKS Pod Identity gives a session, by lower-case key. */
export const POD_IDENTITY_TAGS = [
  "eks-cluster-arn",
  "eks-cluster-name",
  "kubernetes-namespace",
  "kubernetes-pod-name",
  "kubernetes-pod-uid",
  "kubernetes-service-account",
];

/** A request to assume a role, by whoever it is. */
export interface AssumingRequest {
  /** Its tags, and for whom a service says that it calls. */
  keys: Record<string, SymbolicKey>;
  /**
   * What AWS itself sees to where EKS Pod Identity assumes the role: it calls for a cluster of the role's own account,
   * with all six tags of a pod in that cluster or with none, and with no others.
   */
  podIdentitySays(roleArn: string): Formula;
}

/** `tag` gives the request's tag of a key; `name` is the prefix of what else is unknown. */
export function assumingRequest(
  { clusters, multiplicity, problem, tagKeys }: QuestionSetup,
  assumer: SymbolicCaller,
  name: string,
  tag: (key: string) => SymbolicElement,
): AssumingRequest {
  const isPod = isPodIdentity(assumer);
  const otherService = and(assumer.principal.kinds.service, not(isPod));
  const otherwise = (key: string) => {
    const free = freeElement(problem, `${name} ${key}`);
    return { ...free, present: and(otherService, free.present) };
  };
  const source = problem.text(
    new TextVariable(`${name} cluster`, [clusterArns()], [...clusters, ...otherClusters(clusters)]),
  );
  const cluster = tag("eks-cluster-arn");
  const { variable } = cluster.text;
  /** One text or the other, by whether the request is tagged. */
  const calledFor = (tagged: TextValue, untagged: TextValue) => [
    textElement(problem, tagged, and(isPod, cluster.present)),
    textElement(problem, untagged, and(isPod, not(cluster.present))),
  ];
  return {
    keys: {
      ...Object.fromEntries(tagKeys.map((key) => [`aws:requesttag/${key}`, [tag(key)]])),
      "aws:sourceaccount": [
        ...calledFor(
          variable ? withinArn(variable, "account") : knownText(""),
          withinArn(source, "account"),
        ),
        otherwise("aws:sourceaccount"),
      ],
      "aws:sourcearn": [
        ...calledFor(cluster.text, unknownText(source)),
        otherwise("aws:sourcearn"),
      ],
      "aws:tagkeys": [
        ...tagKeys.map((key) => knownElement(key, tag(key).present)),
        ...Array.from({ length: multiplicity("aws:tagkeys") }, (_, index) =>
          freeElement(problem, `${name} aws:tagkeys ${index + 1}`),
        ),
      ],
    },
    podIdentitySays: (roleArn) =>
      and(
        source.matches(clusterArns(accountOf(roleArn))),
        implies(cluster.present, cluster.text.matches(clusterArns(accountOf(roleArn)))),
        ...tagKeys.map((key) =>
          POD_IDENTITY_TAGS.includes(key)
            ? and(
                iff(tag(key).present, cluster.present),
                iff(tag(key).present, saysSomething(tag(key))),
              )
            : not(tag(key).present),
        ),
        ...clusters.map((arn) =>
          implies(
            and(cluster.present, equalsText(cluster.text, arn)),
            equalsText(tag("eks-cluster-name").text, clusterName(arn)),
          ),
        ),
      ),
  };
}
