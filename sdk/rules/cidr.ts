import type { TextRule } from "./text-rule";

const byte = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

export const ipv4Cidr: TextRule = {
  pattern: new RegExp(`^${byte}(?:\\.${byte}){3}/(?:3[0-2]|[12]?[0-9])$`),
  must: "a range of IPv4 addresses, such as 203.0.113.0/24",
};
