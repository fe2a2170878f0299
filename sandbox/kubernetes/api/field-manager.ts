import type { HttpRequest } from "../../wire/messages/http-request";
import { badRequest } from "../model/status-error";

/** As whom a request writes: what it says, or the program that its user agent names. */
export function fieldManagerName({ headers, query }: HttpRequest): string {
  const given = query.find(([name]) => name === "fieldManager")?.[1];
  if (given !== undefined && given.length > 128) {
    throw badRequest("fieldManager must have at most 128 characters");
  }
  return given || headers["user-agent"]?.split("/", 1)[0] || "unknown";
}

/** Whether a server-side apply takes over what belongs to others. */
export function isForced({ query }: HttpRequest): boolean {
  return query.some(([name, value]) => name === "force" && value === "true");
}
