/** A statement of a policy. It is about every resource, unless it says otherwise. */
interface Statement {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  [element: string]: unknown;
}

type Actions = string | string[];

const under = (Condition: object | undefined) => Condition && { Condition };

/** Allows something in the policy of an identity, a boundary or a control policy. */
export function allow(Action: Actions, Resource: unknown = "*", Condition?: object): Statement {
  return { Effect: "Allow", Action, Resource, ...under(Condition) };
}

export function deny(Action: Actions, Resource: unknown = "*", Condition?: object): Statement {
  return { ...allow(Action, Resource, Condition), Effect: "Deny" };
}

/** Allows a principal something in a resource policy. */
export function allowTo(Principal: unknown, Action: Actions, Condition?: object): Statement {
  return { Effect: "Allow", Principal, Action, Resource: "*", ...under(Condition) };
}

export function denyTo(Principal: unknown, Action: Actions, Condition?: object): Statement {
  return { ...allowTo(Principal, Action, Condition), Effect: "Deny" };
}

/** Allows a principal something in a role's trust policy. */
export function trusts(Principal: unknown, Action: Actions, Condition?: object): Statement {
  return { Effect: "Allow", Principal, Action, ...under(Condition) };
}
