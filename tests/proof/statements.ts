/** Statements of policies, of every resource unless told otherwise. */
interface Statement {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  [element: string]: unknown;
}

type Actions = string | string[];

const under = (Condition: object | undefined) => Condition && { Condition };

/** What the policy of an identity, a boundary or a control policy allows. */
export function allow(Action: Actions, Resource: unknown = "*", Condition?: object): Statement {
  return { Effect: "Allow", Action, Resource, ...under(Condition) };
}

export function deny(Action: Actions, Resource: unknown = "*", Condition?: object): Statement {
  return { ...allow(Action, Resource, Condition), Effect: "Deny" };
}

/** What the policy of a resource allows a principal. */
export function allowTo(Principal: unknown, Action: Actions, Condition?: object): Statement {
  return { Effect: "Allow", Principal, Action, Resource: "*", ...under(Condition) };
}

export function denyTo(Principal: unknown, Action: Actions, Condition?: object): Statement {
  return { ...allowTo(Principal, Action, Condition), Effect: "Deny" };
}

/** What a role's trust policy allows a principal. */
export function trusts(Principal: unknown, Action: Actions, Condition?: object): Statement {
  return { Effect: "Allow", Principal, Action, ...under(Condition) };
}
