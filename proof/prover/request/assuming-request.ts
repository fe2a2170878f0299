import {
  type PrincipalKind,
  sessionTagKeys,
  sourceName,
  sourceTag,
} from "../../domain/principal-kind";
import { accountOf } from "../documents/deployment";
import { always, and, type Formula, iff, implies, not } from "../solver/formula";
import {
  freeElement,
  knownElement,
  type SymbolicElement,
  type SymbolicKey,
  saysSomething,
  textElement,
} from "../symbols/symbolic-key";
import { resourceArns } from "../texts/domains";
import { equalsText, knownText, type TextValue, unknownText, withinArn } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import { otherSources, type QuestionSetup, type SymbolicCaller } from "./caller";

/** A request to assume a role, by anybody. */
export interface AssumingRequest {
  /** The keys for its tags, and for whom a service makes the call. */
  keys: Record<string, SymbolicKey>;
  /**
   * What AWS guarantees if the service of declared readers assumes the role: it calls for a source in the role's account, with
   * either all of the kind's session tags or none, and no others.
   */
  serviceSays(roleArn: string): Formula;
}

/** `tag` returns the request's tag for a key. `name`: the prefix of its other unknowns. */
export function assumingRequest(
  setup: QuestionSetup,
  assumer: SymbolicCaller,
  name: string,
  tag: (key: string) => SymbolicElement,
): AssumingRequest {
  const { around, multiplicity, problem, tagKeys } = setup;
  const otherService = and(assumer.principal.kinds.service, not(assumer.isMaker()));
  const otherwise = (key: string) => {
    const free = freeElement(problem, `${name} ${key}`);
    return { ...free, present: and(otherService, free.present) };
  };
  const { kind } = around;
  const made = kind && requestOfService(kind, setup, assumer, name, tag);
  return {
    keys: {
      ...Object.fromEntries(tagKeys.map((key) => [`aws:requesttag/${key}`, [tag(key)]])),
      "aws:sourceaccount": [...(made?.sourceAccount ?? []), otherwise("aws:sourceaccount")],
      "aws:sourcearn": [...(made?.sourceArn ?? []), otherwise("aws:sourcearn")],
      "aws:tagkeys": [
        ...tagKeys.map((key) => knownElement(key, tag(key).present)),
        ...Array.from({ length: multiplicity("aws:tagkeys") }, (_, index) =>
          freeElement(problem, `${name} aws:tagkeys ${index + 1}`),
        ),
      ],
    },
    serviceSays: (roleArn) => made?.says(accountOf(roleArn)) ?? always,
  };
}

/** What the service of declared readers says about its source, and the facts about that if the role is in the account. */
function requestOfService(
  kind: PrincipalKind,
  { problem, sources, tagKeys }: QuestionSetup,
  assumer: SymbolicCaller,
  name: string,
  tag: (key: string) => SymbolicElement,
) {
  const isMaker = assumer.isMaker();
  const any = [resourceArns(kind.source)];
  const untagged = problem.text(
    new TextVariable(`${name} source`, any, [...sources, ...otherSources(sources)]),
  );
  const tagged = tag(sourceTag(kind));
  const { variable } = tagged.text;
  /** One text or the other, depending on whether the request is tagged. */
  const calledFor = (ifTagged: TextValue, ifUntagged: TextValue) => [
    textElement(problem, ifTagged, and(isMaker, tagged.present)),
    textElement(problem, ifUntagged, and(isMaker, not(tagged.present))),
  ];
  const sent = sessionTagKeys(kind);
  return {
    sourceAccount: calledFor(
      variable ? withinArn(variable, "account") : knownText(""),
      withinArn(untagged, "account"),
    ),
    sourceArn: calledFor(tagged.text, unknownText(untagged)),
    says: (account: string) =>
      and(
        untagged.matches(resourceArns(kind.source, account)),
        implies(tagged.present, tagged.text.matches(resourceArns(kind.source, account))),
        ...tagKeys.map((key) =>
          sent.includes(key)
            ? and(
                iff(tag(key).present, tagged.present),
                iff(tag(key).present, saysSomething(tag(key))),
              )
            : not(tag(key).present),
        ),
        ...sources.map((arn) =>
          implies(
            and(tagged.present, equalsText(tagged.text, arn)),
            equalsText(tag(kind.source.nameTag).text, sourceName(kind.source, arn)),
          ),
        ),
      ),
  };
}
