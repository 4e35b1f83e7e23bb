// Called by check-contract: node contract.cjs FOLDER, where FOLDER holds asyncapi.yaml, mqtt.md and schema/.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { Parser, fromFile } = require('@asyncapi/parser');
const Ajv = require('ajv/dist/2020').default;
const formats = require('ajv-formats').default;

const folder = path.resolve(process.argv[2]);
const schemas = path.join(folder, 'schema');
const problems = [];

function files(directory, suffix) {
  return fs.readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => path.join(directory, entry.name)).filter((name) => name.endsWith(suffix)).sort();
}

function validators() {
  const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
  formats(ajv);
  const known = new Map();
  const all = [...files(schemas, '.json'), ...files(path.join(schemas, 'event'), '.json')]
    .map((file) => JSON.parse(fs.readFileSync(file, 'utf8')));
  all.forEach((schema) => ajv.addSchema(schema));
  for (const schema of all) {
    known.set(schema.$id.replace(/^.*\/v1\//, '').replace(/\.json$/, ''), ajv.getSchema(schema.$id));
  }
  return known;
}

function check(known, schema, text, where) {
  const validate = known.get(schema);
  if (!validate) {
    problems.push(`${where}: there is no schema ${schema}`);
    return;
  }
  let value;
  try {
    value = JSON.parse(text);
  } catch (e) {
    problems.push(`${where}: ${e.message}`);
    return;
  }
  if (!validate(value)) {
    const first = validate.errors[0];
    problems.push(`${where}: ${first.instancePath || '/'} ${first.message} (by ${schema}.json)`);
  }
}

async function main() {
  const known = validators();
  const examples = files(path.join(schemas, 'examples'), '.json');
  const used = new Set();
  for (const file of examples) {
    const schema = path.basename(file).split('.')[0];
    used.add(schema);
    check(known, schema, fs.readFileSync(file, 'utf8'), path.relative(folder, file));
  }
  const page = fs.readFileSync(path.join(folder, 'mqtt.md'), 'utf8');
  const blocks = [...page.matchAll(/<!-- schema: ([a-z-]+) -->\n *```json\n([\s\S]*?)```/g)];
  if (blocks.length !== [...page.matchAll(/```json/g)].length) {
    problems.push('mqtt.md: a JSON example does not say which schema it keeps');
  }
  blocks.forEach((block, i) => check(known, block[1], block[2], `mqtt.md, example ${i + 1}`));
  for (const type of known.keys()) {
    const name = type.replace(/^event\//, '');
    const shown = type.startsWith('event/')
      ? examples.some((file) => fs.readFileSync(file, 'utf8').includes(`"dev.punchpost.${name}"`))
      : used.has(type) || ['common', 'entry', 'command-request', 'roster-chunk'].includes(type);
    if (!shown) {
      problems.push(`${type}.json has no example`);
    }
  }

  const parsed = await fromFile(new Parser(), path.join(folder, 'asyncapi.yaml')).parse();
  // 0 is an error, 1 a warning. A newer AsyncAPI version than the document's is no mistake.
  parsed.diagnostics.filter((found) => found.severity <= 1)
    .forEach((found) => problems.push(`asyncapi.yaml: ${found.path.join('.')}: ${found.message}`));
  if (!parsed.document) {
    problems.push('asyncapi.yaml: the parser makes nothing of it');
  }

  problems.forEach((problem) => console.log(problem));
  if (problems.length === 0) {
    console.log(`contract: ${known.size} schemas, ${examples.length} examples, ${blocks.length} on the page, `
      + `${parsed.document.operations().all().length} operations`);
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}

main().catch((e) => {
  console.log(String(e.message || e).split('\n')[0]);
  process.exitCode = 1;
});
