import { type CallOptions, callService } from "./call-service";

export interface Filter {
  name: string;
  values: string[];
}

/** One VPC or subnet, its members as EC2 writes them. */
export type Network = Record<string, string | undefined>;

/** What the stand-in asks of EC2, for whose own client it has no room. */
export interface Ec2 {
  describeVpcs(filters: Filter[]): Promise<Network[]>;
  describeSubnets(filters: Filter[], ids?: string[]): Promise<Network[]>;
}

export function createEc2Client(options: CallOptions): Ec2 {
  const ask = async (action: string, filters: Filter[], members: Record<string, string> = {}) => {
    const form: Record<string, string> = { Action: action, Version: "2016-11-15", ...members };
    for (const [index, { name, values }] of filters.entries()) {
      form[`Filter.${index + 1}.Name`] = name;
      for (const [at, value] of values.entries()) {
        form[`Filter.${index + 1}.Value.${at + 1}`] = value;
      }
    }
    const body = new URLSearchParams(form).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const text = await callService(options, "ec2", { body, headers }, (answer) => {
      const { Code: code = "", Message: message, RequestID: requestId } = membersOf(answer);
      return { code, message, requestId };
    });
    return [...text.matchAll(/<item>(.*?)<\/item>/gs)].map(([, item = ""]) => membersOf(item));
  };
  return {
    describeVpcs: (filters) => ask("DescribeVpcs", filters),
    describeSubnets: (filters, ids = []) =>
      ask(
        "DescribeSubnets",
        filters,
        Object.fromEntries(ids.map((id, index) => [`SubnetId.${index + 1}`, id])),
      ),
  };
}

function membersOf(xml: string): Network {
  return Object.fromEntries(
    [...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, text]) => [name, text]),
  );
}
