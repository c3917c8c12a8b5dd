// What html-validate objects to, by file: one JSON object for all pages. Those that end in .mail.html are mails: tables
// for layout, styles in elements, attributes that HTML has no more, and comments that Outlook reads. Webmail keeps
// `role` where it drops <article>. Readers of screens know "presentation" of a table longer than "none".
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const dropped = ["no-conditional-comment", "no-deprecated-attr", "no-inline-style", "prefer-native-element",
    "presentation-role-style"];
const mail = Object.fromEntries(dropped.map((rule) => [rule, "off"]));
const told = {};
for (const file of process.argv.slice(2)) {
    const rules = file.endsWith(".mail.html") ? mail : {};
    const loader = new StaticConfigLoader({ root: true, extends: ["html-validate:recommended"], rules });
    const report = await new HtmlValidate(loader).validateFile(file);
    told[file] = report.results.flatMap((one) => one.messages.map((m) => `${m.ruleId}: ${m.message} (line ${m.line})`));
}
process.stdout.write(JSON.stringify(told));
