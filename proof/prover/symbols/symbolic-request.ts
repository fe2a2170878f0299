import type { Formula } from "../solver/formula";
import type { Problem } from "../texts/problem";
import type { TextValue } from "../texts/text-value";
import type { SymbolicKey } from "./symbolic-key";
import type { SymbolicPrincipal } from "./symbolic-principal";

/** Where the values of policy variables come from. */
export interface Variables {
  problem: Problem;
  keyOf(name: string): SymbolicKey;
}

/** A request of which parts are unknown. */
export interface SymbolicRequest extends Variables {
  principal: SymbolicPrincipal;
  /** In lower case. */
  action: TextValue;
  resource: TextValue;
  /** The resource belongs to the principal's own account. */
  isSameAccount: Formula;
  /** The principal is known to have a permissions boundary. Defaults to never. */
  isBounded?: Formula;
  /** Policies allow no more, and deny no less, than AWS surely does. Defaults to false: no less, and no more. */
  strict?: boolean;
}
