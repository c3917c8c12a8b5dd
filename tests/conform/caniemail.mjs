// Features of HTML and CSS that mail programs do not support, by caniemail.com's data: one JSON object for a page.
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const found = caniemail({ clients: ["gmail.*", "outlook.*", "apple-mail.*"], html: readFileSync(process.argv[2], "utf8") });
const titles = [...found.issues.errors].map(([client, issues]) => [client, [...new Set(issues.map((one) => one.title))]]);
process.stdout.write(JSON.stringify(Object.fromEntries(titles)));
