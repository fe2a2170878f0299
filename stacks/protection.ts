import * as pulumi from "@pulumi/pulumi";

/** What holds values or runs pods can be kept from deletion by configuration: `pulumi config set protect true`. */
export function protection(): { protect?: boolean } {
  return { protect: new pulumi.Config().getBoolean("protect") };
}
