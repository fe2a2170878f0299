import type { Service } from "../../../sandbox/wire/messages";
import { type Member, type Model, wireName } from "../input-members/service-model";

/** The possible values of a part of an input. */
export interface Shape {
  type: string;
  members?: Record<string, Shape>;
  /** The items of a list, or the values of a map. */
  item?: Shape;
  enum?: string[];
  min?: number;
  max?: number;
  isRequired?: true;
  /** Where a member of a REST operation is sent: `uri` or `querystring`. Undefined for the body. */
  location?: string;
}

/** The input of an operation with all shapes resolved, under the names in requests. */
export function shapeOf(service: Service, model: Model, operation: string): Shape {
  const input = model.operations[operation]?.input;
  return input ? resolve(service, model, input) : { type: "structure" };
}

function resolve(service: Service, model: Model, { shape, location }: Member): Shape {
  const found = model.shapes[shape] ?? { type: "structure" };
  const item = found.member ?? found.value;
  return {
    type: found.type,
    ...(found.members && {
      members: Object.fromEntries(
        Object.entries(found.members).map(([name, member]) => [
          wireName(service, name, member),
          {
            ...resolve(service, model, member),
            ...(found.required?.includes(name) && { isRequired: true as const }),
          },
        ]),
      ),
    }),
    ...(item && { item: resolve(service, model, item) }),
    ...(found.enum && { enum: found.enum }),
    ...(found.min !== undefined && { min: found.min }),
    ...(found.max !== undefined && { max: found.max }),
    ...(location !== undefined && { location }),
  };
}
