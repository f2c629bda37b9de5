import { writeFileSync } from "node:fs";
import { jsonSchemas } from "./json-schemas.ts";

// `npm run json-schema`: writes the schemas beside this file. A test says when they are out of date.
for (const [name, text] of jsonSchemas()) {
  writeFileSync(new URL(name, import.meta.url), text);
}
