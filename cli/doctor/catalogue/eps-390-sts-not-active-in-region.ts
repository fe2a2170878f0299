import type { Entry } from "./entry";

export const stsNotActiveInRegion: Entry = {
  id: "EPS-390",
  title: "STS is switched off for the account in this Region",
  texts: ["STS is not activated in this region", "RegionDisabledException"],
  step: "trust",
  why: "An account can switch STS off in a Region. A role of this account can then not be assumed at that Region's endpoint.",
  check:
    "IAM console of the account, *Account settings*, *Security Token Service*: the Region's state.",
  mend: "An administrator of the account activates the Region there.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html",
  ],
};
