import { qualifiedName, type ResourceType } from "./resource-types";

export class StatusError extends Error {
  constructor(
    public readonly code: number,
    /** Kubernetes's own word for the kind of error, e.g. `NotFound`. */
    public readonly reason: string,
    message: string,
    public readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = reason;
  }
}

export function statusBody({ code, reason, message, details }: StatusError) {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    details,
    code,
  };
}

export function notFound(type: ResourceType, name: string): StatusError {
  return new StatusError(404, "NotFound", `${qualifiedName(type)} "${name}" not found`, {
    name,
    group: type.group,
    kind: type.plural,
  });
}

export function alreadyExists(type: ResourceType, name: string): StatusError {
  return new StatusError(409, "AlreadyExists", `${qualifiedName(type)} "${name}" already exists`, {
    name,
    group: type.group,
    kind: type.plural,
  });
}

export function conflict(type: ResourceType, name: string): StatusError {
  return new StatusError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${qualifiedName(type)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    { name, group: type.group, kind: type.plural },
  );
}

export function invalid(type: ResourceType, name: string, problem: string): StatusError {
  const kind = type.group === "" ? type.kind : `${type.kind}.${type.group}`;
  return new StatusError(422, "Invalid", `${kind} "${name}" is invalid: ${problem}`, {
    name,
    group: type.group,
    kind: type.kind,
  });
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, "BadRequest", message);
}

/** The error for a method that the resource does not support. */
export function methodNotAllowed(): StatusError {
  return new StatusError(
    405,
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource",
  );
}

export function unknownResource(): StatusError {
  return new StatusError(404, "NotFound", "the server could not find the requested resource");
}
