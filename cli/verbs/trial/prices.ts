import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";

import type { AccountAccess } from "../../aws/account-access";
import type { Charge } from "./trial-plan";

/** Where AWS's price list stands, and in which region it is signed for. */
const PRICE_LIST = { url: "https://api.pricing.us-east-1.amazonaws.com", region: "us-east-1" };

/** Which products of the price list a charge is about. */
interface Product {
  service: string;
  attributes?: Record<string, string>;
  /** Of the usage type, which begins with a code of the region. */
  usage: RegExp;
}

const PRODUCTS: Record<Charge, Product> = {
  cluster: { service: "AmazonEKS", usage: /AmazonEKS-Hours:perCluster$/ },
  nodes: {
    service: "AmazonEC2",
    attributes: {
      ...{ instanceType: "t3.medium", operatingSystem: "Linux", tenancy: "Shared" },
      ...{ preInstalledSw: "NA", capacitystatus: "Used" },
    },
    usage: /BoxUsage:/,
  },
  key: { service: "awskms", usage: /KMS-Keys$/ },
  secret: { service: "AWSSecretsManager", usage: /AWSSecretsManager-Secrets?$/ },
};

/** Prices in a region, in the words of AWS's price list. What cannot be found out there is left out. */
export async function pricesIn(
  region: string,
  access: AccountAccess,
): Promise<Partial<Record<Charge, string>>> {
  const prices: Partial<Record<Charge, string>> = {};
  for (const charge of Object.keys(PRODUCTS) as Charge[]) {
    const price = await priceOf(PRODUCTS[charge], region, access).catch(() => undefined);
    if (price !== undefined) prices[charge] = price;
  }
  return prices;
}

async function priceOf(
  { attributes, service, usage }: Product,
  regionCode: string,
  access: AccountAccess,
): Promise<string | undefined> {
  const wanted = Object.entries({ regionCode, ...attributes });
  const Filters = wanted.map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value }));
  const { PriceList = [] } = await ask({ ServiceCode: service, Filters, MaxResults: 100 }, access);
  const products = PriceList.map((one) => (typeof one === "string" ? JSON.parse(one) : one));
  const found = (products as PricedProduct[]).find(({ product }) =>
    usage.test(product.attributes.usagetype ?? ""),
  );
  const [term] = Object.values(found?.terms.OnDemand ?? {});
  const [dimension] = Object.values(term?.priceDimensions ?? {});
  return dimension?.description;
}

interface PricedProduct {
  product: { attributes: Record<string, string> };
  terms: {
    OnDemand?: Record<string, { priceDimensions: Record<string, { description: string }> }>;
  };
}

async function ask(input: object, access: AccountAccess): Promise<{ PriceList?: unknown[] }> {
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_PRICING } = process.env;
  const url = new URL(AWS_ENDPOINT_URL_PRICING || AWS_ENDPOINT_URL || PRICE_LIST.url);
  const { credentials, sha256 } = new STSClient(access).config;
  const { region } = PRICE_LIST;
  const signer = new SignatureV4({ service: "pricing", region, credentials, sha256 });
  const body = JSON.stringify({ ...input, FormatVersion: "aws_v1" });
  const { headers } = await signer.sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: "/",
    query: {},
    headers: {
      host: url.host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSPriceListService.GetProducts",
    },
    body,
  });
  const signal = AbortSignal.timeout(access.requestHandler.requestTimeout);
  const response = await fetch(url, { method: "POST", headers, body, signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as { PriceList?: unknown[] };
}
