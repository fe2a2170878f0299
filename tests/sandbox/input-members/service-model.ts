import type { Service } from "../../../sandbox/wire/messages";

/** A shape in botocore's model of a service, with the parts that tests use. */
export interface ModelShape {
  type: string;
  members?: Record<string, Member>;
  required?: string[];
  member?: Member;
  key?: Member;
  value?: Member;
  enum?: string[];
  min?: number;
  max?: number;
}

export interface Member {
  shape: string;
  location?: string;
  locationName?: string;
  queryName?: string;
}

export interface Model {
  operations: Record<string, { input?: { shape: string } }>;
  shapes: Record<string, ModelShape>;
}

/** The name of a member in requests. */
export function wireName(
  { protocol }: Service,
  member: string,
  { location, locationName = member, queryName }: Omit<Member, "shape">,
): string {
  if (protocol === "rest") return location === "uri" ? member : locationName;
  if (protocol !== "ec2Query") return member;
  return queryName ?? locationName.charAt(0).toUpperCase() + locationName.slice(1);
}
